/** SHA-256 by the browser's own WebCrypto. */

/** In hexadecimal; null where the page has no secure context, and with it no WebCrypto. */
export async function sha256(bytes: ArrayBuffer): Promise<string | null> {
  // The types promise what an insecure context lacks.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return null;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** JSON that is the same for the same value: keys in order, and none that is undefined. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
