/**
 * What samplers compute with: batches of images of one shape, as numbers in memory or as buffers on a GPU. Samplers only ever
 * form linear combinations, so that is all a space can do.
 */
export interface Space<T> {
  /** A batch with undefined contents. A sampler allocates before its first step and never in between. */
  allocate(): T;
  /** out ← Σ coefficient · batch. `out` may be one of the batches. */
  combine(out: T, ...terms: Term<T>[]): void;
}

export type Term<T> = readonly [coefficient: number, batch: T];

/** Batches as flat float32 arrays of a fixed length. */
export class ArraySpace implements Space<Float32Array> {
  readonly #length: number;
  constructor(length: number) {
    this.#length = length;
  }

  allocate(): Float32Array {
    return new Float32Array(this.#length);
  }

  combine(out: Float32Array, ...terms: Term<Float32Array>[]): void {
    const [[a, x], second, ...more] = terms as [Term<Float32Array>, ...Term<Float32Array>[]];
    if (second === undefined) {
      for (let k = 0; k < out.length; k++) out[k] = a * x[k]!;
      return;
    }
    const [b, y] = second;
    if (more.length === 0) {
      for (let k = 0; k < out.length; k++) out[k] = a * x[k]! + b * y[k]!;
      return;
    }
    for (let k = 0; k < out.length; k++) {
      let sum = a * x[k]! + b * y[k]!;
      for (const [c, z] of more) sum += c * z[k]!;
      out[k] = sum;
    }
  }
}
