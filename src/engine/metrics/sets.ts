/** Measures of two sets by their features. On a GPU these stay there until their moments and distances are known. */
import { SpecimenError } from '../../contract/errors.ts';
import type { MeasureResult } from '../../contract/measure.ts';
import type { Gpu } from '../gpu/device.ts';
import { comparingAll } from './distances.ts';
import type { Extractor } from './extractor.ts';
import { MIN_IMAGES, type FeatureBatch, type GpuFeatures, type SetOptions } from './features.ts';
import { frechet } from './frechet.ts';
import type { Job, SetName } from './job.ts';
import { kid } from './kid.ts';
import { manifold, setDistances, twins, type SetDistances } from './manifold.ts';
import type { Moments } from './moments.ts';
import { distancesFit, momentsOnGpu, setDistancesOnGpu } from './onGpu.ts';

type SetMeasures = Pick<MeasureResult, 'frechet' | 'kid' | 'precision' | 'recall' | 'density' | 'coverage' | 'twins'>;

/** What the measures are computed from. */
interface Compared extends Record<SetName, FeatureBatch> {
  /** Let go when precision, recall and the twins are known, because KID's matrices are as large; null too where they do not fit. */
  distances: SetDistances | null;
  /** From the GPU; null: they follow from the features, in float64. */
  moments: Record<SetName, Moments> | null;
}

/** @throws what the extractor throws, but `BadRequest`, which becomes a note; Cancelled */
export async function setMeasures(job: Job): Promise<SetMeasures> {
  const { request, extractor, gpu } = job;
  const { signal } = job.options;
  const compared = extractor && (await job.attempt(async () => finite(await compare(job, extractor, gpu), extractor)));
  if (!compared) {
    return { frechet: null, kid: null, precision: null, recall: null, density: null, coverage: null, twins: [] };
  }
  const { reference, synthetic, moments } = compared;
  const { resamples, total } = stepsOf(job);
  const options = { bootstrap: resamples, seed: request.seed, signal };
  const after = (done: number) => ({ ...options, onResample: (r: number) => job.tell('Sets', done + r, total) });
  const { overlap, nearest } = await neighbours(job, compared, options);
  compared.distances = null;
  await job.step('Sets', 1, total);
  const kernelDistance = await job.attempt(() => kid(reference, synthetic, after(1)));
  await job.step('Sets', 2 + resamples, total);
  const frechetDistance = await job.attempt(() => frechet(reference, synthetic, after(2 + resamples), moments));
  await job.step('Sets', total, total);
  const named = job.named(frechetDistance);
  return {
    frechet: named && extractor.inception ? { ...named, fid: true } : named,
    kid: job.named(kernelDistance),
    precision: job.named(overlap?.precision),
    recall: job.named(overlap?.recall),
    density: job.named(overlap?.density),
    coverage: job.named(overlap?.coverage),
    twins: nearest,
  };
}

/** The steps that are told: the distances with all that needs no more, KID and the Fréchet distance, and each resample of these two. */
function stepsOf({ request }: Job): { resamples: number; total: number } {
  return { resamples: request.bootstrap, total: 3 + 2 * request.bootstrap };
}

/** What the distances themselves say. */
async function neighbours(job: Job, { reference, synthetic, distances }: Compared, options: SetOptions) {
  if (!distances) return { overlap: null, nearest: [] };
  const overlap = await job.attempt(() => manifold(reference, synthetic, options, distances));
  const nearest = await twins(distances.between, reference.count, synthetic.count, { signal: options.signal });
  return { overlap, nearest };
}

/** @throws SpecimenError `BadRequest` where features are not numbers, of which nothing could be told */
function finite(compared: Compared, { name }: Extractor): Compared {
  const { reference, synthetic } = compared;
  if ([reference, synthetic].every(({ data }) => data.every((value) => Number.isFinite(value)))) return compared;
  throw new SpecimenError(
    'BadRequest',
    `${name} gives values that are not finite numbers for these images, so that sets cannot be compared with it; choose another extractor.`,
  );
}

async function compare(job: Job, extractor: Extractor, gpu: Gpu | null): Promise<Compared> {
  const { reference, synthetic } = job.request;
  const { signal } = job.options;
  const { dimension, featuresOnGpu } = extractor;
  const total = reference.count + synthetic.count;
  const report = (before: number) => (done: number) =>
    job.options.onProgress?.({ stage: 'measure', what: 'Features', done: before + done, total });
  if (gpu && featuresOnGpu) {
    const caption = job.request.caption !== null;
    const options = { signal, onProgress: report(0) };
    const a = await featuresOnGpu(reference, job.resident.reference ?? null, options);
    try {
      const more = { signal, caption, onProgress: report(reference.count) };
      const b = await featuresOnGpu(synthetic, job.resident.synthetic ?? null, more);
      try {
        await job.step('Sets', 0, stepsOf(job).total);
        return await fromGpu(job, gpu, a, b);
      } finally {
        b.buffer.destroy();
      }
    } finally {
      a.buffer.destroy();
    }
  }
  const featuresOf = async (name: SetName, before: number): Promise<FeatureBatch> => {
    const images = job.request[name];
    return { data: await extractor.features(images, signal, report(before)), count: images.count, dimension };
  };
  const features = {
    reference: await featuresOf('reference', 0),
    synthetic: await featuresOf('synthetic', reference.count),
  };
  await job.step('Sets', 0, stepsOf(job).total);
  return { ...features, distances: await distancesOf(job, gpu, features), moments: null };
}

/** All distances, on the device if they fit into a binding of it; null with a note where the sets are too large for them. */
function distancesOf(
  job: Job,
  gpu: Gpu | null,
  { reference, synthetic }: Record<SetName, FeatureBatch>,
  there: Record<SetName, FeatureBatch | GpuFeatures> = { reference, synthetic },
): Promise<SetDistances | null> {
  return job.attempt(() =>
    comparingAll(reference, synthetic, () =>
      gpu && distancesFit(gpu, [reference.count, synthetic.count])
        ? setDistancesOnGpu(gpu, there.reference, there.synthetic)
        : setDistances(reference, synthetic, job.options.signal),
    ),
  );
}

/**
 * The moments come first, from the device; then the features themselves, once per set, and at last the distances. Where there are
 * no more images than dimensions the Fréchet distance is quicker from the features (see frechet.ts), by minutes for a network
 * with thousands.
 */
async function fromGpu(job: Job, gpu: Gpu, a: GpuFeatures, b: GpuFeatures): Promise<Compared> {
  const moments =
    Math.min(a.count, b.count) < Math.max(MIN_IMAGES, a.dimension + 1)
      ? null
      : { reference: await momentsOnGpu(gpu, a), synthetic: await momentsOnGpu(gpu, b) };
  const read = async ({ buffer, count, dimension }: GpuFeatures): Promise<FeatureBatch> => ({
    data: await gpu.read(buffer, count * dimension),
    count,
    dimension,
  });
  const features = { reference: await read(a), synthetic: await read(b) };
  const distances = await distancesOf(job, gpu, features, { reference: a, synthetic: b });
  return { ...features, distances, moments };
}
