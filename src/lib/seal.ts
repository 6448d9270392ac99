import { SpecimenError } from '../contract/errors.ts';

/** A text locked under a passphrase: PBKDF2 with SHA-256 makes the key, AES-GCM locks (NIST SP 800-132, SP 800-38D). */
export interface Sealed {
  salt: Uint8Array<ArrayBuffer>;
  nonce: Uint8Array<ArrayBuffer>;
  iterations: number;
  bytes: ArrayBuffer;
}

/** OWASP's advice for PBKDF2 with SHA-256, 2023; about half a second of work for each guess. */
const ITERATIONS = 600_000;

async function derive(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  // The types promise what an insecure context lacks.
  if (!(crypto.subtle as SubtleCrypto | undefined)) {
    throw new SpecimenError(
      'StorageFailed',
      'This page came over plain http, where browsers lock nothing; open it over https, or keep the key for this visit only.',
    );
  }
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(passphrase), 'PBKDF2', false, [
    'deriveKey',
  ]);
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(algorithm, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** @param purpose is bound to the text: it opens for the same purpose only */
export async function seal(text: string, passphrase: string, purpose: string): Promise<Sealed> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await derive(passphrase, salt, ITERATIONS);
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(purpose) };
  const bytes = await crypto.subtle.encrypt(algorithm, key, new TextEncoder().encode(text));
  return { salt, nonce, iterations: ITERATIONS, bytes };
}

/** @returns null when the passphrase or the purpose is another one */
export async function unseal(
  { salt, nonce, iterations, bytes }: Sealed,
  passphrase: string,
  purpose: string,
): Promise<string | null> {
  const key = await derive(passphrase, salt, iterations);
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(purpose) };
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, bytes));
  } catch {
    return null;
  }
}
