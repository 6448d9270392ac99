/** The models of this checkout, read from the disk. */
import { readFile } from 'node:fs/promises';
import { Engine } from '../engine/engine.ts';
import type { ModelSource } from '../engine/weights.ts';
import { MemoryCache } from '../store/cache.ts';

export const MODELS_FOLDER = new URL('../../public/models/', import.meta.url);

export class FileSource implements ModelSource {
  async read(path: string): Promise<Uint8Array> {
    return new Uint8Array(await readFile(new URL(path, MODELS_FOLDER)));
  }
}

export function createNodeEngine(): Engine {
  return new Engine({ source: new FileSource(), cache: new MemoryCache(), binaries: null });
}
