/** Everything that the Measure screen shows, from two sets of images; what cannot be had is null, with a note that says why. */
import type { Measured, MeasureRequest, MeasureResult } from '../../contract/measure.ts';
import { SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import type { Progress } from '../../contract/request.ts';
import { throwIfAborted, yieldTask } from '../../lib/abort.ts';
import type { Gpu } from '../gpu/device.ts';
import { measureDescriptors } from './descriptors/index.ts';
import type { Extractor } from './extractor.ts';
import type { FeatureBatch, SetMeasure } from './features.ts';
import { frechet } from './frechet.ts';
import { kid } from './kid.ts';
import { manifold, setDistances, twins } from './manifold.ts';
import { msssim } from './msssim.ts';
import { msssimOnGpu, setDistancesOnGpu, ssimOnGpu } from './onGpu.ts';
import { psnr } from './psnr.ts';
import { ssim } from './ssim.ts';
import { bootstrapMean, summarize } from './statistics.ts';

/** What a measurement works with. */
export interface Instruments {
  /** A sentence in its place says why there is none. */
  extractor: Extractor | string;
  /** Runs the heavy measures there; null on the CPU. */
  gpu: Gpu | null;
}

export interface MeasureOptions {
  /** Called once the sets have proved comparable. */
  load: () => Promise<Instruments>;
  signal?: AbortSignal | undefined;
  onProgress?: (progress: Progress) => void;
}

const MIN_SIDE = 16; // px; below, neither SSIM's window nor the descriptors' test lines have room
const CHUNK = 16; // images between two looks at the signal

/** @throws SpecimenError `BadRequest` for sets that cannot be compared, others as the extractor throws them; Cancelled */
export async function measure(request: MeasureRequest, options: MeasureOptions): Promise<MeasureResult> {
  checkSets(request);
  const job = new Job(request, await options.load(), options);
  const pairs = await pairMeasures(job);
  const sets = await setMeasures(job);
  const captionScore = await job.measureCaption();
  const physics = await measureDescriptors(request, job.gpu, (what, done, total) => job.step(what, done, total));
  return { ...pairs, ...sets, captionScore, ...physics, notes: job.notes };
}

/** What the parts of one measurement share. */
class Job {
  readonly request: MeasureRequest;
  readonly options: MeasureOptions;
  readonly notes: string[] = [];
  readonly extractor: Extractor | null;
  readonly gpu: Gpu | null;

  constructor(request: MeasureRequest, { extractor, gpu }: Instruments, options: MeasureOptions) {
    this.request = request;
    this.options = options;
    this.gpu = gpu;
    this.extractor = typeof extractor === 'string' ? null : extractor;
    if (typeof extractor === 'string') this.notes.push(extractor);
  }

  /** Tells how far the work is, and lets a cancel through. @throws Cancelled */
  async step(what: string, done: number, total: number): Promise<void> {
    this.options.onProgress?.({ stage: 'measure', what, done, total });
    await yieldTask();
    throwIfAborted(this.options.signal);
  }

  /** A measure that cannot be had from these sets is left out with the reason; other failures go on. */
  async attempt<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SpecimenError && error.name === 'BadRequest')) throw error;
      if (!this.notes.includes(error.message)) this.notes.push(error.message);
      return null;
    }
  }

  /** One value per image or pair, chunk by chunk. */
  async perImage(
    what: string,
    count: number,
    work: (first: number, n: number) => Promise<ArrayLike<number>>,
  ): Promise<Float64Array> {
    const values = new Float64Array(count);
    for (let first = 0; first < count; first += CHUNK) {
      await this.step(what, first, count);
      values.set(await work(first, Math.min(CHUNK, count - first)), first);
    }
    await this.step(what, count, count);
    return values;
  }

  /** Mean, deviation and interval of values per image. */
  async summary(values: Float64Array): Promise<Measured> {
    const { bootstrap: resamples, seed } = this.request;
    const ci =
      values.length < 2 ? undefined : await bootstrapMean(values, { resamples, seed, signal: this.options.signal });
    return { ...summarize(values), ...(ci && { ci }) };
  }

  /** The number together with what it was computed from. */
  named(measured: SetMeasure | null | undefined): Measured | null {
    if (!measured || !this.extractor) return null;
    return { ...measured, extractor: `${this.extractor.name}, ${this.extractor.dimension} features` };
  }

  async measureCaption(): Promise<Measured | null> {
    const { extractor } = this;
    const { caption, synthetic } = this.request;
    if (caption === null || !extractor) return null;
    return this.attempt(async () => {
      const values = await this.perImage('Caption score', synthetic.count, (first, n) =>
        extractor.captionScore(part(synthetic, first, n), caption),
      );
      return this.named(await this.summary(values));
    });
  }
}

async function pairMeasures(job: Job): Promise<Pick<MeasureResult, 'ssim' | 'msssim' | 'psnr' | 'perceptual'>> {
  const { reference, synthetic, pairs } = job.request;
  if (!pairs) {
    job.notes.push('SSIM, MS-SSIM, PSNR and the perceptual distance compare pairs, and these sets are not paired.');
    return { ssim: null, msssim: null, psnr: null, perceptual: null };
  }
  const { extractor, gpu } = job;
  const { signal } = job.options;
  const over = (what: string, compare: (a: ImageBatch, b: ImageBatch) => Promise<ArrayLike<number>>) =>
    job.attempt(() =>
      job.perImage(what, reference.count, (first, n) => compare(part(reference, first, n), part(synthetic, first, n))),
    );
  const summary = async (values: Float64Array | null) => values && (await job.summary(values));
  const similarity = await over(
    'SSIM',
    async (a, b) => (gpu ? await ssimOnGpu(gpu, a, b, { signal }) : await ssim(a, b, { signal })).values,
  );
  const multiscale = await over(
    'MS-SSIM',
    async (a, b) => (gpu ? await msssimOnGpu(gpu, a, b, { signal }) : await msssim(a, b, { signal })).values,
  );
  const decibels = await over('PSNR', (a, b) => psnr(a, b, { signal }));
  const distances = extractor && (await over('Perceptual distance', (a, b) => extractor.perceptual(a, b)));
  return {
    ssim: await summary(similarity),
    msssim: await summary(multiscale),
    psnr: await psnrSummary(job, decibels!),
    perceptual: job.named(await summary(distances)),
  };
}

/** Pairs of equal images have no PSNR: they are left out of the mean, and that is said. */
async function psnrSummary(job: Job, values: Float64Array): Promise<Measured | null> {
  const finite = values.filter(Number.isFinite);
  const equal = values.length - finite.length;
  if (finite.length === 0) {
    job.notes.push('The images of every pair are equal, so PSNR is infinite.');
    return null;
  }
  const measured = await job.summary(finite);
  if (equal > 0)
    measured.warning = `The images of ${equal} of ${values.length} pairs are equal, which makes PSNR infinite; they are left out.`;
  return measured;
}

type SetMeasures = Pick<MeasureResult, 'frechet' | 'kid' | 'precision' | 'recall' | 'density' | 'coverage' | 'twins'>;

async function setMeasures(job: Job): Promise<SetMeasures> {
  const { request, extractor, gpu } = job;
  const { signal } = job.options;
  const features = extractor && (await job.attempt(() => featuresOfBoth(job, extractor)));
  if (!features) {
    return { frechet: null, kid: null, precision: null, recall: null, density: null, coverage: null, twins: [] };
  }
  const { reference, synthetic } = features;
  const options = { bootstrap: request.bootstrap, seed: request.seed, signal };
  const total = 3;
  await job.step('Sets', 0, total);
  const distances = gpu
    ? await setDistancesOnGpu(gpu, reference, synthetic)
    : await setDistances(reference, synthetic, signal);
  const overlap = await job.attempt(() => manifold(reference, synthetic, options, distances));
  await job.step('Sets', 1, total);
  const kernelDistance = await job.attempt(() => kid(reference, synthetic, options));
  await job.step('Sets', 2, total);
  const frechetDistance = await job.attempt(() => frechet(reference, synthetic, options));
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

async function featuresOfBoth(
  { request, options }: Job,
  extractor: Extractor,
): Promise<{ reference: FeatureBatch; synthetic: FeatureBatch }> {
  const total = request.reference.count + request.synthetic.count;
  const featuresOf = async (images: ImageBatch, before: number): Promise<FeatureBatch> => {
    const data = await extractor.features(images, options.signal, (done) =>
      options.onProgress?.({ stage: 'measure', what: 'Features', done: before + done, total }),
    );
    return { data, count: images.count, dimension: extractor.dimension };
  };
  return {
    reference: await featuresOf(request.reference, 0),
    synthetic: await featuresOf(request.synthetic, request.reference.count),
  };
}

/** @throws SpecimenError `BadRequest` in one sentence for sets that cannot be compared */
function checkSets({ reference, synthetic, pairs }: MeasureRequest): void {
  for (const [name, set] of [
    ['reference', reference],
    ['synthetic', synthetic],
  ] as const) {
    if (set.count === 0) throw new SpecimenError('BadRequest', `The ${name} set is empty; add at least one image.`);
    const pixels = set.width * set.height;
    const invalid = set.data.findIndex((value) => !Number.isFinite(value));
    if (invalid >= 0) {
      const number = Math.floor(invalid / pixels) + 1;
      throw new SpecimenError(
        'BadRequest',
        `Image ${number} of the ${name} set holds values that are not numbers; leave it out.`,
      );
    }
  }
  if (reference.width !== synthetic.width || reference.height !== synthetic.height) {
    throw new SpecimenError(
      'BadRequest',
      `Both sets need one size; these have ${reference.width}×${reference.height} and ${synthetic.width}×${synthetic.height} px.`,
    );
  }
  if (Math.min(reference.width, reference.height) < MIN_SIDE) {
    throw new SpecimenError(
      'BadRequest',
      `Images of at least ${MIN_SIDE}×${MIN_SIDE} px can be measured; these are smaller.`,
    );
  }
  if (pairs && reference.count !== synthetic.count) {
    throw new SpecimenError(
      'BadRequest',
      `Pairs need as many reference as synthetic images; there are ${reference.count} and ${synthetic.count}.`,
    );
  }
}

/** Images `first` … `first + n − 1`, not copied. */
function part({ data, width, height }: ImageBatch, first: number, n: number): ImageBatch {
  return { data: data.subarray(first * width * height, (first + n) * width * height), count: n, width, height };
}
