/**
 * SHA-256, in hexadecimal: by the browser's own WebCrypto, or slower by a library where the page came over plain http, as in a
 * classroom's own network, and has no secure context with it.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // The types promise what an insecure context lacks.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  const digest = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', bytes))
    : (await import('@noble/hashes/sha2.js')).sha256(bytes);
  return hex(digest);
}

/** A name that nothing else has: 32 hexadecimal digits. `crypto.randomUUID` is another thing that plain http lacks. */
export const randomId = () => hex(crypto.getRandomValues(new Uint8Array(16)));

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** JSON that is the same for the same value: keys in order, and none that is undefined. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
