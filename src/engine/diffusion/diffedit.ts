/**
 * DiffEdit (Couairon et al. 2023): where two conditions would change a picture differently is where it has to be edited. A
 * mask from that contrast, then decoding under the new condition inside of it, from the picture's own DDIM inversion.
 */
import type { Denoiser } from './denoiser.ts';
import { ddimInversion } from './inversion.ts';
import type { SamplerOptions } from './samplers.ts';
import { ArraySpace } from './space.ts';

/** The denoiser under the condition that describes the picture, and under the one that is wanted. */
export interface Contrast {
  source: Denoiser<Float32Array>;
  target: Denoiser<Float32Array>;
}

/** Contrast above this multiple of its mean is an outlier. */
const OUTLIER = 3;
/** Share of the largest contrast, outliers aside, from which a pixel is edited (the paper's 0.5). */
const THRESHOLD = 0.5;
/** Binomial weights that smooth the contrast along rows and along columns, a standard deviation of 1 px. */
const BINOMIAL = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16];

/**
 * The mask (section 3.2, step 1): the picture is noised `draws` times, and the two estimates of the noise in it, which differ
 * by (D_source − D_target)/σ, are contrasted. The sum of their absolute differences is clipped, smoothed and thresholded at a
 * share of its largest value, each image by itself; scale drops out. Network calls: 2 · draws.
 * @param image `[count, height, width]`, flat, network units, [-1, 1]
 * @param sigma a middle noise level, where the condition decides most; the paper's half of the way is
 *   `levelsFrom(sigmas, 0.5)[0]`
 * @param noise draws 0 … draws − 1, each read before the next is asked for
 * @param onDraw hears how many draws are done
 * @returns masks of 0 and 1, same shape; all 0 where the conditions do not differ
 */
export async function diffEditMask(
  { source, target }: Contrast,
  image: Float32Array,
  { width, height }: { width: number; height: number },
  sigma: number,
  draws: number,
  noise: SamplerOptions<Float32Array>['noise'],
  onDraw: (done: number) => void = () => undefined,
): Promise<Float32Array> {
  const noisy = new Float32Array(image.length);
  const [a, b] = [new Float32Array(image.length), new Float32Array(image.length)];
  const contrast = new Float32Array(image.length);
  for (let draw = 0; draw < draws; draw++) {
    const z = noise(draw);
    for (let k = 0; k < noisy.length; k++) noisy[k] = image[k]! + sigma * z[k]!;
    await source(noisy, sigma, a);
    await target(noisy, sigma, b);
    for (let k = 0; k < noisy.length; k++) contrast[k]! += Math.abs(a[k]! - b[k]!);
    onDraw(draw + 1);
  }
  const pixels = width * height;
  for (let first = 0; first < image.length; first += pixels) binarise(contrast.subarray(first, first + pixels), width);
  return contrast;
}

/** From one image's contrast to its mask, in place. */
function binarise(contrast: Float32Array, width: number): void {
  const most = (OUTLIER * contrast.reduce((sum, value) => sum + value, 0)) / contrast.length;
  const clipped = contrast.map((value) => Math.min(value, most));
  const smooth = blur(blur(clipped, width, 1), width, width);
  const threshold = THRESHOLD * smooth.reduce((largest, value) => Math.max(largest, value), 0);
  smooth.forEach((value, k) => (contrast[k] = value > threshold ? 1 : 0));
}

/** Along rows with stride 1, along columns with stride `width`; the image's edge pixels go on beyond its edges. */
function blur(image: Float32Array, width: number, stride: number): Float32Array {
  const length = stride === 1 ? width : image.length / width;
  return image.map((_, k) => {
    const position = stride === 1 ? k % width : Math.floor(k / width);
    return BINOMIAL.reduce((sum, weight, i) => {
      const neighbour = Math.min(length - 1, Math.max(0, position + i - 2));
      return sum + weight * image[k + (neighbour - position) * stride]!;
    }, 0);
  });
}

/**
 * The edit (section 3.2, steps 2 and 3): DDIM inversion under the source condition up to the first level, then DDIM under the
 * target condition down again, where pixels outside the mask come from the inversion's states at each level. Deterministic.
 * The image stands for its own state at the lowest level above 0, so outside the mask it comes back exactly, and inside with
 * the error of the inversion. Keeps all states, steps · image.length floats. Network calls: 2 · steps − 1.
 * @param image `[count, pixels]`, network units, [-1, 1]; left as it is
 * @param mask same shape: above 0 is edited
 * @param sigmas from `levelsFrom`: falling noise levels, the last one 0
 * @param onStep after each level, going up (steps − 1 times) and then down (steps times), counted on
 */
export async function diffEdit(
  { source, target }: Contrast,
  image: Float32Array,
  mask: Float32Array,
  sigmas: Float64Array,
  { onStep }: Pick<SamplerOptions<Float32Array>, 'onStep'>,
): Promise<Float32Array> {
  const space = new ArraySpace(image.length);
  const states = [image]; // rising
  const x = await ddimInversion(source, image.slice(), sigmas.slice(0, -1).reverse(), {
    space,
    onStep: async (step, denoised, state) => {
      states.push(state.slice());
      await onStep?.(step, denoised, state);
    },
  });
  const denoised = space.allocate();
  const up = states.length - 1;
  for (let i = 0; i < sigmas.length - 1; i++) {
    const ratio = sigmas[i + 1]! / sigmas[i]!;
    const kept = states[Math.max(0, up - 1 - i)]!; // at the level below; at 0 the image again
    await target(x, sigmas[i]!, denoised);
    for (let k = 0; k < x.length; k++) x[k] = mask[k]! > 0 ? ratio * x[k]! + (1 - ratio) * denoised[k]! : kept[k]!;
    await onStep?.(up + i, denoised, x);
  }
  return x;
}
