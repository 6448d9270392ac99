/** Editing by partial noise: how far back towards noise an image goes, and the way forth again. */
import type { Denoiser } from './denoiser.ts';
import type { Sampler, SamplerOptions } from './samplers.ts';

/**
 * Standard deviation of images in [-1, 1] in EDM's paper (Karras et al. 2022, table 1), which is the unit of strength. The cards
 * of the models here say 0.35, of their own pictures; strength keeps its unit whatever the card, because all that is known of it
 * was measured with this one.
 */
export const SIGMA_DATA = 0.5;

/**
 * The part of a schedule that an edit of some strength uses: from σ = SIGMA_DATA · tan(strength · π/2) down, and never more than all.
 *
 * In x/√(σ² + SIGMA_DATA²) a picture of that deviation and the noise are the two legs of a right angle, and strength is the share
 * of that angle: 0 is the picture, 1 noise alone, and ½ the level σ = 0.5. Pictures of deviation 0.35 and the noise are even
 * at 0.39; at ½ there is 1.4 times as much noise as picture. So steps of strength are turns from the picture towards noise,
 * nearly equal ones, whereas σ itself spends nearly all of its range on levels where nothing of a picture is left, and the index
 * of a level means something else in every schedule.
 *
 * The first step is at least half as long in ln σ as the one behind it would be: a level just below the strength's own is left out.
 * Second-order samplers extrapolate by the ratio of two steps, and after a tiny first one they would by tens of times what changed.
 * @param sigmas falling noise levels, the last one 0
 * @param strength above 0 and at most 1
 * @returns falling noise levels, the last one 0, at least two: the strength's own, then those of `sigmas` below it
 */
export function levelsFrom(sigmas: Float64Array, strength: number): Float64Array {
  const start = strength < 1 ? SIGMA_DATA * Math.tan((strength * Math.PI) / 2) : Infinity;
  if (start >= sigmas[0]!) return sigmas;
  const below = sigmas.filter((sigma) => sigma < start);
  const [near, after] = below;
  const crowded = after !== undefined && after > 0 && Math.log(start / near!) < Math.log(near! / after) / 2;
  return Float64Array.of(start, ...below.subarray(crowded ? 1 : 0));
}

/** x = x0 + σ z. @param image x0, `[count, pixels]` @param z standard normal, same shape */
export function noised(image: Float32Array, sigma: number, z: Float32Array): Float32Array {
  return image.map((value, k) => value + sigma * z[k]!);
}

/**
 * SDEdit (Meng et al. 2022, algorithm 1): the image is noised to the first level, which hides what is finer than that noise, and
 * sampled from there.
 * @param image `[count, pixels]`, network units, [-1, 1]; left as it is
 * @param z the noise to start from, standard normal, same shape
 * @param sigmas from `levelsFrom`
 * @returns edited images
 */
export function sdedit(
  denoise: Denoiser<Float32Array>,
  image: Float32Array,
  z: Float32Array,
  sigmas: Float64Array,
  sampler: Sampler,
  options: SamplerOptions<Float32Array>,
): Promise<Float32Array> {
  return sampler(denoise, noised(image, sigmas[0]!, z), sigmas, options);
}
