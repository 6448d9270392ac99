/** What the system says of a file or folder, in a sentence for people. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { SpecimenError } from '../contract/errors.ts';

/** By the code of the error. */
const SENTENCES: Record<string, (path: string) => string> = {
  ENOENT: (path) => `There is no ${path}, or no folder for it; check the name.`,
  EACCES: (path) => `${path} may not be opened or written; allow it, or choose another place.`,
  EPERM: (path) => `${path} may not be opened or written; allow it, or choose another place.`,
  EROFS: (path) => `${path} lies where nothing can be written; choose another place.`,
  EISDIR: (path) => `${path} is a folder, and a file is needed there; choose another name.`,
  EEXIST: (path) => `${path} is there already and is no folder; choose another name.`,
  ENOTDIR: (path) => `${path} leads through a file as if it were a folder; check the name.`,
  ENOSPC: (path) => `There is no room left for ${path}; free some space, or choose another place.`,
};

/** @returns null for what is no failure of a file or folder */
export function fileFaultWords(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, path, dest = path } = error as NodeJS.ErrnoException & { dest?: string };
  return dest === undefined ? null : (SENTENCES[code ?? '']?.(dest) ?? null);
}

/**
 * Looks before a file is opened, because some ways to open one do not say what was wrong.
 * @throws SpecimenError `BadRequest` for what is not there, is a folder or may not be read
 */
export async function requireFile(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const words = missing ? `There is no file ${path}.` : fileFaultWords(cause);
    throw new SpecimenError('BadRequest', words ?? `${path} cannot be read; check it.`, cause);
  }
  if ((await stat(path)).isDirectory()) {
    throw new SpecimenError('BadRequest', `${path} is a folder; name a file.`);
  }
}
