/** Models and runtime out of the page as one file, which cannot fetch anything: the page hands them over. */
import type { RuntimeBinaries } from '../src/engine/runtimes.ts';
import type { ModelSource } from '../src/engine/weights.ts';
import { runtimeNames } from './binaries.ts';

/** @returns the bytes of an embedded file; rejects when the page does not carry it */
export type ReadEmbedded = (path: string) => Promise<Uint8Array>;

export class EmbeddedSource implements ModelSource {
  readonly #read: ReadEmbedded;
  constructor(read: ReadEmbedded) {
    this.#read = read;
  }

  async read(path: string, { onBytes }: { onBytes: (loaded: number) => void }): Promise<Uint8Array> {
    const bytes = await this.#read(`models/${path}`);
    onBytes(bytes.byteLength);
    return bytes;
  }
}

/** The runtime's binaries, which are here from the beginning. */
export const embeddedBinaries = (read: ReadEmbedded): RuntimeBinaries => ({
  bytes: (webgpu) => runtimeNames(webgpu).bytes,
  kept: () => Promise.resolve(true),
  fetch: async (webgpu, onBytes) => {
    const bytes = await read(runtimeNames(webgpu).file);
    onBytes(bytes.byteLength);
    return bytes.buffer as ArrayBuffer;
  },
});
