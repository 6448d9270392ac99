/** The builds of the runtime, each loaded once. */
import { Runtime } from './session.ts';

/** Fetches the runtime's own binary where its size is known, so that its download shows progress too. */
export interface RuntimeBinaries {
  bytes(webgpu: boolean): number;
  /** Whether it is on this computer already. */
  kept(webgpu: boolean): Promise<boolean>;
  fetch(webgpu: boolean, onBytes: (loaded: number) => void): Promise<ArrayBuffer>;
}

export class Runtimes {
  readonly #binaries: RuntimeBinaries | null;
  readonly #loaded = new Map<boolean, Promise<Runtime>>();

  constructor(binaries: RuntimeBinaries | null) {
    this.#binaries = binaries;
  }

  /** What of a build is still to be downloaded. */
  missingBytes(webgpu: boolean): number {
    return this.#binaries && !this.#loaded.has(webgpu) ? this.#binaries.bytes(webgpu) : 0;
  }

  /** One runtime of each build; a failed load is forgotten so that the next call tries again. */
  get(webgpu: boolean, onBytes: (loaded: number) => void): Promise<Runtime> {
    const known = this.#loaded.get(webgpu);
    if (known) return known;
    const loading = Runtime.load(webgpu, this.#binaries ? () => this.#binaries!.fetch(webgpu, onBytes) : null);
    this.#loaded.set(webgpu, loading);
    loading.catch(() => this.#loaded.delete(webgpu));
    return loading;
  }
}
