/** Where the page may send anything: the policy of the built page, and what to say of an address that it forbids. */
import { SpecimenError } from '../../contract/errors.ts';
import { PROVIDERS } from './facts.ts';

/** Sources for `connect-src`: the providers that browsers may call, and servers on the visitor's own computer. */
export const HOSTED_SOURCES: readonly string[] = [
  ...new Set(
    PROVIDERS.filter(({ reach }) => reach === 'direct').flatMap(({ hosts, media }) =>
      [...hosts, ...media].map((host) => `https://${host}`),
    ),
  ),
  'http://localhost:*',
  'http://127.0.0.1:*',
];

/**
 * Further origins that whoever builds the page lets it reach, from the environment variable SPECIMEN_HOSTED_ORIGINS.
 * @throws Error for anything but plain https origins, which would loosen the policy more than its author saw
 */
export function parseOrigins(list: string): string[] {
  return list
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((text) => {
      if (!/^https:\/\/[\w.:-]+$/.test(text) || !URL.canParse(text) || new URL(text).origin !== text) {
        throw new Error(`SPECIMEN_HOSTED_ORIGINS: ${text} is not an origin like https://images.example.org`);
      }
      return text;
    });
}

/**
 * The root address of a server as it is used: without a slash at its end.
 * @param allowed origins besides those on this computer
 * @throws SpecimenError `BadRequest` where it is no address or the page may not reach it
 */
export function checkBase(text: string, allowed: readonly string[]): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new SpecimenError('BadRequest', 'Write the whole address of the server, such as http://localhost:8788.');
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new SpecimenError(
      'BadRequest',
      'Leave passwords, “?” and “#” out of the address; the key goes into its own field.',
    );
  }
  const local = url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname);
  if (!local && !allowed.includes(url.origin)) {
    throw new SpecimenError(
      'BadRequest',
      `This copy of the page may not reach ${url.origin}; use a server on this computer, or have the page built with SPECIMEN_HOSTED_ORIGINS="${url.origin}".`,
    );
  }
  return url.href.replace(/\/+$/, '');
}
