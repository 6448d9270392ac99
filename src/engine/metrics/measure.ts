/**
 * Everything that the Measure screen shows, from two sets of images; what cannot be had is null, with a note that says why.
 *
 * Where the extractor runs on a GPU, SSIM, MS-SSIM, features, their moments and distances, the histogram, the pair counts and
 * the power spectra are computed on its device, from the images that lie there or from uploads, and only their results come
 * back. They are within 1e-4 (SSIM, MS-SSIM) and 1e-3 relative (Fréchet distance, descriptors) of the CPU's. PSNR, the
 * perceptual distance, KID, the other descriptors and the bootstrap work in memory; the features are read back once per set for
 * them.
 */
import type { Measured, MeasureRequest, MeasureResult } from '../../contract/measure.ts';
import { SpecimenError } from '../../contract/errors.ts';
import { measureDescriptors } from './descriptors/index.ts';
import { Job, type MeasureOptions } from './job.ts';
import { msssim, scaleSizes } from './msssim.ts';
import { msssimOnGpu, ssimOnGpu } from './onGpu.ts';
import { psnr } from './psnr.ts';
import { setMeasures } from './sets.ts';
import { ssim } from './ssim.ts';

const MIN_SIDE = 16; // px; below, neither SSIM's window nor the descriptors' test lines have room

/** @throws SpecimenError `BadRequest` for sets that cannot be compared, others as the extractor throws them; Cancelled */
export async function measure(request: MeasureRequest, options: MeasureOptions): Promise<MeasureResult> {
  checkSets(request);
  const instruments = await options.load();
  try {
    const job = new Job(request, instruments, options);
    const pairs = await pairMeasures(job);
    const sets = await setMeasures(job);
    const captionScore = await job.measureCaption();
    const device = job.gpu && { gpu: job.gpu, resident: job.resident };
    const physics = await measureDescriptors(request, device, (what, done, total) => job.step(what, done, total));
    return { ...pairs, ...sets, captionScore, ...physics, notes: job.notes };
  } finally {
    await instruments.release?.().catch(() => undefined); // no reason to lose the numbers
  }
}

async function pairMeasures(job: Job): Promise<Pick<MeasureResult, 'ssim' | 'msssim' | 'psnr' | 'perceptual'>> {
  if (!job.request.pairs) {
    job.notes.push('SSIM, MS-SSIM, PSNR and the perceptual distance compare pairs, and these sets are not paired.');
    return { ssim: null, msssim: null, psnr: null, perceptual: null };
  }
  const { extractor, gpu } = job;
  const { signal } = job.options;
  const { width, height } = job.request.reference;
  const summary = async (values: Float64Array | null) => values && (await job.summary(values));
  const similarity = await (gpu
    ? job.perPairOnGpu('SSIM', async (a, b) => (await ssimOnGpu(gpu, a, b, { signal })).values)
    : job.perPair('SSIM', async (a, b) => (await ssim(a, b, { signal })).values));
  const multiscale = await (gpu
    ? job.perPairOnGpu('MS-SSIM', async (a, b) => (await msssimOnGpu(gpu, a, b, { signal })).values)
    : job.perPair('MS-SSIM', async (a, b) => (await msssim(a, b, { signal })).values));
  const decibels = await job.perPair('PSNR', (a, b) => psnr(a, b, { signal }));
  const distances = extractor && (await job.perPair('Perceptual distance', (a, b) => extractor.perceptual(a, b)));
  return {
    ssim: await summary(similarity),
    msssim: multiscale && { ...(await job.summary(multiscale)), scales: scaleSizes(width, height).length },
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
