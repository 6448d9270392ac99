/**
 * The diffusion family: EDM preconditioning (Karras et al. 2022, table 1) around a raw network F,
 * D(x, σ) = c_skip x + c_out F(c_in x; ln(σ)/4, condition), mixed over guidance branches, in memory or on the GPU.
 */
import type { ModelCard } from '../../contract/card.ts';
import { fillNormals, normals } from '../../lib/rng.ts';
import type { Gpu } from '../gpu/device.ts';
import type { Combine, CombineTerm } from '../kernels/combine.ts';
import type { NetworkInput, ResidentTensor } from '../session.ts';
import { CONDITION_LENGTH } from './condition.ts';
import type { ExtraInput } from './extraInputs.ts';
import { concatenate } from './latent.ts';

/** Philox stream of the initial noise; a sampler's draw d has the stream FRESH_STREAM + d. */
const NOISE_STREAM = 0;
/** Stream 1 draws attributes. */
const FRESH_STREAM = 2;

export type EdmParameters = Extract<ModelCard['parametrisation'], { type: 'edm' }>;

/** Noise at level σ for each seed, float32 `[seeds.length, pixels]`, flat. */
export function initialNoise(seeds: number[], pixels: number, sigma: number): Float32Array {
  return concatenate(seeds.map((seed) => normals(seed, NOISE_STREAM, pixels))).map((z) => sigma * z);
}

/** Fills `out`, `[seeds.length, pixels]`, flat, with a sampler's standard normal values of draw 0, 1, …, per image by its seed. */
export function fillFreshNoise(seeds: number[], draw: number, out: Float32Array): void {
  const pixels = out.length / seeds.length;
  for (const [k, seed] of seeds.entries())
    fillNormals(seed, FRESH_STREAM + draw, out.subarray(k * pixels, (k + 1) * pixels));
}

/** What the guided denoiser of a batch is made of. */
export interface DenoiserPlan {
  parameters: Pick<EdmParameters, 'sigmaData'>;
  side: number; // px
  /** For each guidance branch its weight and one condition row per image; weights add up to 1. */
  branches: { weight: number; conditions: Float32Array[]; unconditional: boolean }[];
  extras: ExtraInput[];
  /** Adds scale · σ² ∇ ln p(class | x, σ) (Dhariwal & Nichol 2021, as a change of the denoiser). */
  classifier: { network: ResidentNetwork; scale: number; classes: Float32Array } | null;
  /** Images per network call; a call carries all branches of its images. */
  chunk: number;
  /** Runs after each network call, so that a cancel does not wait for a whole batch. */
  between: () => Promise<void>;
}

/** The calls that a denoiser makes of a network; `Network` has them. */
export interface ArrayNetwork {
  prepare: (inputs: Record<string, NetworkInput>) => () => Promise<Float32Array>;
}
export interface ResidentNetwork extends ArrayNetwork {
  runResident: (
    inputs: Record<string, NetworkInput | ResidentTensor>,
  ) => Promise<{ buffer: GPUBuffer; release: () => void }>;
}

/** The scales of one noise level. */
function preconditioning(sigma: number, sigmaData: number) {
  const variance = sigma ** 2 + sigmaData ** 2;
  return {
    skip: sigmaData ** 2 / variance,
    gain: (sigma * sigmaData) / Math.sqrt(variance),
    scale: 1 / Math.sqrt(variance),
    cNoise: Math.log(sigma) / 4,
  };
}

/** Images `first … first + n − 1` of a plan, and the inputs of their call that no step changes. */
function chunksOf({ branches, extras, chunk, classifier }: DenoiserPlan) {
  const count = branches[0]!.conditions.length;
  return Array.from({ length: Math.ceil(count / chunk) }, (_, i) => {
    const first = i * chunk;
    const n = Math.min(chunk, count - first);
    return {
      first,
      n,
      rows: n * branches.length,
      condition: concatenate(branches.flatMap(({ conditions }) => conditions.slice(first, first + n))),
      extras: extras.map(({ name, dims, row, dropped }) => {
        const zeros = new Float32Array(row.length);
        const parts = branches.flatMap(({ unconditional }) =>
          Array.from({ length: n }, () => (dropped && unconditional ? zeros : row)),
        );
        return { name, data: concatenate(parts), dims: [parts.length, ...dims] };
      }),
      classes: concatenate(Array.from({ length: n }, () => classifier?.classes ?? new Float32Array())),
    };
  });
}

function byName<T extends { name: string }>(inputs: T[]): Record<string, Omit<T, 'name'>> {
  return Object.fromEntries(inputs.map(({ name, ...input }) => [name, input]));
}

/** The denoiser on arrays. Everything is allocated here, nothing at a step. */
export function edmDenoiser(
  network: ArrayNetwork,
  plan: DenoiserPlan,
): (x: Float32Array, sigma: number, out: Float32Array) => Promise<void> {
  const { side, branches, classifier, between, parameters } = plan;
  const pixels = side * side;
  const weights = branches.map(({ weight }) => weight);
  const chunks = chunksOf(plan).map(({ first, n, rows, condition, extras, classes }) => {
    const scaled = new Float32Array(rows * pixels);
    const cNoise = new Float32Array(rows);
    const call = network.prepare({
      x: { data: scaled, dims: [rows, 1, side, side] },
      c_noise: { data: cNoise, dims: [rows] },
      condition: { data: condition, dims: [rows, CONDITION_LENGTH] },
      ...byName(extras),
    });
    const slope = classifier?.network.prepare({
      x: { data: scaled.subarray(0, n * pixels), dims: [n, 1, side, side] },
      c_noise: { data: cNoise.subarray(0, n), dims: [n] },
      class: { data: classes, dims: [n, classifier.classes.length] },
    });
    return { start: first * pixels, length: n * pixels, scaled, cNoise, call, slope };
  });
  return async (x, sigma, out) => {
    const { skip, gain, scale, cNoise } = preconditioning(sigma, parameters.sigmaData);
    for (const part of chunks) {
      const { start, length } = part;
      for (let i = 0; i < length; i++) part.scaled[i] = scale * x[start + i]!;
      for (let b = 1; b < branches.length; b++) part.scaled.copyWithin(b * length, 0, length);
      part.cNoise.fill(cNoise);
      const f = await part.call();
      for (let i = 0; i < length; i++) {
        let sum = skip * x[start + i]!;
        for (let b = 0; b < weights.length; b++) sum += weights[b]! * gain * f[b * length + i]!;
        out[start + i] = sum;
      }
      if (classifier && part.slope) {
        const gradient = await part.slope();
        const strength = classifier.scale * sigma ** 2 * scale;
        for (let i = 0; i < length; i++) out[start + i]! += strength * gradient[i]!;
      }
      await between();
    }
  };
}

/** The same denoiser on GPU buffers: nothing is read back. Its buffers are freed with `destroy`. */
export function edmGpuDenoiser(network: ResidentNetwork, gpu: Gpu, combine: Combine, plan: DenoiserPlan) {
  const { side, branches, classifier, between, parameters } = plan;
  const pixels = side * side;
  const chunks = chunksOf(plan).map((part) => ({
    ...part,
    scaled: gpu.allocate('scaled input', part.rows * pixels),
    resident: part.extras.map(({ name, data, dims }) => ({ name, dims, buffer: gpu.upload(name, data) })),
    cNoise: new Float32Array(part.rows),
  }));

  async function denoise(x: GPUBuffer, sigma: number, out: GPUBuffer): Promise<void> {
    const { skip, gain, scale, cNoise } = preconditioning(sigma, parameters.sigmaData);
    for (const part of chunks) {
      const { first, n, rows, scaled } = part;
      const start = first * pixels;
      const count = n * pixels;
      for (let b = 0; b < branches.length; b++) {
        combine.run({
          out: scaled,
          outOffset: b * count,
          count,
          terms: [{ coefficient: scale, buffer: x, offset: start }],
        });
      }
      part.cNoise.fill(cNoise);
      const f = await network.runResident({
        x: { buffer: scaled, dims: [rows, 1, side, side] },
        c_noise: { data: part.cNoise, dims: [rows] },
        condition: { data: part.condition, dims: [rows, CONDITION_LENGTH] },
        ...byName(part.resident),
      });
      const terms: CombineTerm[] = branches.map(({ weight }, b) => ({
        coefficient: weight * gain,
        buffer: f.buffer,
        offset: b * count,
      }));
      const skipped = { coefficient: skip, buffer: x, offset: start };
      combine.run({ out, outOffset: start, count, terms: [skipped, ...terms.slice(0, 3)] });
      if (terms.length > 3) combine.run({ out, outOffset: start, count, keep: 1, terms: terms.slice(3) });
      f.release();
      if (classifier) {
        const gradient = await classifier.network.runResident({
          x: { buffer: scaled, dims: [n, 1, side, side] },
          c_noise: { data: part.cNoise.subarray(0, n), dims: [n] },
          class: { data: part.classes, dims: [n, classifier.classes.length] },
        });
        const strength = classifier.scale * sigma ** 2 * scale;
        combine.run({
          out,
          outOffset: start,
          count,
          keep: 1,
          terms: [{ coefficient: strength, buffer: gradient.buffer }],
        });
        gradient.release();
      }
      await between();
    }
  }
  return {
    denoise,
    destroy: () => {
      for (const { scaled, resident } of chunks) {
        scaled.destroy();
        for (const { buffer } of resident) buffer.destroy();
      }
    },
  };
}
