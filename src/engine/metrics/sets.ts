/** Measures of two sets by their features. On a GPU these stay there until their moments and distances are known. */
import { SpecimenError } from '../../contract/errors.ts';
import type { MeasureResult } from '../../contract/measure.ts';
import type { Gpu } from '../gpu/device.ts';
import type { Extractor } from './extractor.ts';
import { MIN_IMAGES, type FeatureBatch, type GpuFeatures } from './features.ts';
import { frechet } from './frechet.ts';
import type { Job, SetName } from './job.ts';
import { kid } from './kid.ts';
import { manifold, setDistances, twins, type SetDistances } from './manifold.ts';
import type { Moments } from './moments.ts';
import { distancesFit, momentsOnGpu, setDistancesOnGpu } from './onGpu.ts';

type SetMeasures = Pick<MeasureResult, 'frechet' | 'kid' | 'precision' | 'recall' | 'density' | 'coverage' | 'twins'>;

/** What the measures are computed from. */
interface Compared extends Record<SetName, FeatureBatch> {
  distances: SetDistances;
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
  const { reference, synthetic, distances, moments } = compared;
  const options = { bootstrap: request.bootstrap, seed: request.seed, signal };
  const total = 3;
  const overlap = await job.attempt(() => manifold(reference, synthetic, options, distances));
  await job.step('Sets', 1, total);
  const kernelDistance = await job.attempt(() => kid(reference, synthetic, options));
  await job.step('Sets', 2, total);
  const frechetDistance = await job.attempt(() => frechet(reference, synthetic, options, moments));
  await job.step('Sets', total, total);
  return {
    frechet: job.named(frechetDistance),
    kid: job.named(kernelDistance),
    precision: job.named(overlap?.precision),
    recall: job.named(overlap?.recall),
    density: job.named(overlap?.density),
    coverage: job.named(overlap?.coverage),
    twins: twins(distances.between, reference.count, synthetic.count),
  };
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
        await job.step('Sets', 0, 3);
        return await fromGpu(gpu, a, b, signal);
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
  await job.step('Sets', 0, 3);
  const counts = [reference.count, synthetic.count];
  const distances =
    gpu && distancesFit(gpu, counts)
      ? await setDistancesOnGpu(gpu, features.reference, features.synthetic)
      : await setDistances(features.reference, features.synthetic, signal);
  return { ...features, distances, moments: null };
}

/**
 * The moments come first, from the device; then the distances, and at last the features themselves, once per set. Where there are
 * no more images than dimensions the Fréchet distance is quicker from the features (see frechet.ts), by minutes for a network
 * with thousands.
 */
async function fromGpu(gpu: Gpu, a: GpuFeatures, b: GpuFeatures, signal?: AbortSignal): Promise<Compared> {
  const moments =
    Math.min(a.count, b.count) < Math.max(MIN_IMAGES, a.dimension + 1)
      ? null
      : { reference: await momentsOnGpu(gpu, a), synthetic: await momentsOnGpu(gpu, b) };
  const onDevice = distancesFit(gpu, [a.count, b.count]) ? await setDistancesOnGpu(gpu, a, b) : null;
  const read = async ({ buffer, count, dimension }: GpuFeatures): Promise<FeatureBatch> => ({
    data: await gpu.read(buffer, count * dimension),
    count,
    dimension,
  });
  const [reference, synthetic] = [await read(a), await read(b)];
  const distances = onDevice ?? (await setDistances(reference, synthetic, signal));
  return { reference, synthetic, distances, moments };
}
