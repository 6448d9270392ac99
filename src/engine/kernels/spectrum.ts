import type { Gpu } from '../gpu/device.ts';
import { ColumnMeans } from './columnMeans.ts';

/** The longest transform whose line fits in the 16 KiB of workgroup memory that every device has, beside the sums. */
export const MAX_POINTS = 1024;

export interface SpectrumShape {
  width: number; // px
  height: number;
  count: number;
  columns: number; // of the transform, a power of two, at least the width and at most MAX_POINTS
  rows: number; // likewise for the height
  bands: number;
  weight: number; // sum of the window over all pixels
}

/**
 * Power of images by bands of frequency on the GPU (`shaders/spectrum.wgsl`); its CPU twin is `radialPower` in
 * `../metrics/descriptors/spectrum.ts`.
 */
export class Spectrum {
  /** |F|² summed over each band of the whole transform and divided by columns/2 + 1, [count, bands]. */
  readonly means: GPUBuffer;
  readonly #gpu: Gpu;
  readonly #meanOf: GPUComputePipeline;
  readonly #alongRows: GPUComputePipeline;
  readonly #alongColumns: GPUComputePipeline;
  readonly #columnMeans: ColumnMeans;
  readonly #shape: SpectrumShape;
  readonly #window: GPUBuffer;
  readonly #starts: GPUBuffer;
  readonly #twiddles: GPUBuffer;
  readonly #imageMeans: GPUBuffer;
  readonly #lines: GPUBuffer;
  readonly #power: GPUBuffer;

  private constructor(
    gpu: Gpu,
    source: string,
    columnMeans: ColumnMeans,
    shape: SpectrumShape,
    window: Float32Array,
    starts: Uint32Array,
  ) {
    const { width, height, count, columns, rows, bands, weight } = shape;
    const points = Math.max(columns, rows);
    const constants = { width, height, columns, rows, points, bands, weight };
    const transformed = columns / 2 + 1;
    this.#gpu = gpu;
    this.#shape = shape;
    this.#meanOf = gpu.pipeline('spectrum mean', source, constants, 'meanOf');
    this.#alongRows = gpu.pipeline('spectrum rows', source, constants, 'alongRows');
    this.#alongColumns = gpu.pipeline('spectrum columns', source, constants, 'alongColumns');
    this.#columnMeans = columnMeans;
    this.#window = gpu.upload('spectrum window', window);
    this.#starts = gpu.upload('spectrum starts', starts);
    this.#twiddles = gpu.upload('spectrum twiddles', twiddleFactors(points));
    this.#imageMeans = gpu.allocate('spectrum image means', count);
    this.#lines = gpu.allocate('spectrum lines', 2 * count * transformed * height);
    this.#power = gpu.allocate('spectrum power', transformed * count * bands);
    this.means = gpu.allocate('spectrum means', count * bands);
  }

  /**
   * @param window along x [width], then along y [height]
   * @param starts [columns/2 + 1, bands + 1]: the first row of each band in each column, and the row after the last, at most
   * rows/2 + 1
   */
  static async create(gpu: Gpu, shape: SpectrumShape, window: Float32Array, starts: Uint32Array): Promise<Spectrum> {
    const { default: source } = await import('../../../shaders/spectrum.wgsl?raw');
    const { count, columns, bands } = shape;
    const columnMeans = await ColumnMeans.create(gpu, { rows: columns / 2 + 1, columns: count * bands });
    return new Spectrum(gpu, source, columnMeans, shape, window, starts);
  }

  /** Encodes `means` of `images` [count, height, width]. */
  run(encoder: GPUCommandEncoder, images: GPUBuffer): void {
    const { height, columns, count } = this.#shape;
    const pass = encoder.beginComputePass({ label: 'spectrum' });
    const inImage = [images, this.#window, this.#imageMeans];
    const inRow = [...inImage, this.#twiddles, this.#lines];
    const inColumn = [this.#lines, this.#starts, this.#power, this.#twiddles];
    for (const [pipeline, buffers, lines] of [
      [this.#meanOf, inImage, 1],
      [this.#alongRows, inRow, height],
      [this.#alongColumns, inColumn, columns / 2 + 1],
    ] as const) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, this.#gpu.bind(pipeline, ...buffers));
      pass.dispatchWorkgroups(lines, count);
    }
    pass.end();
    this.#columnMeans.run(encoder, this.#power, this.means);
  }

  destroy(): void {
    for (const buffer of [this.#window, this.#starts, this.#twiddles, this.#imageMeans, this.#lines, this.#power]) {
      buffer.destroy();
    }
    this.means.destroy();
  }
}

/** exp(−2πi k / points) for k < points / 2, interleaved. */
function twiddleFactors(points: number): Float32Array {
  const angle = (-2 * Math.PI) / points;
  return Float32Array.from({ length: points }, (_, i) => (i % 2 ? Math.sin : Math.cos)((i >> 1) * angle));
}
