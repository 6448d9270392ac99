/** Editing by the noise that a picture would have been made with. */
import type { Contrast } from './diffedit.ts';
import { noised } from './sdedit.ts';
import type { SamplerOptions } from './samplers.ts';

/**
 * Edit-friendly DDPM inversion (Huberman-Spiegelglas et al. 2024, algorithm 1), as LEDITS++ (Brack et al. 2024) edits with it.
 *
 * The image is noised to each level with independent noise, x_i = x0 + σ_i ε_i, which is no path that DDPM would take; what
 * DDPM's step under the source condition misses of the next level, x_{i+1} − μ_source(x_i), is then the noise of that step.
 * Sampling under the target condition with these noises, from the same x at the first level, keeps what the condition does not
 * speak of: with target = source it gives the image back. The last step, which has no noise in DDPM, keeps its remainder too,
 * so that this holds exactly.
 *
 * Both ways go down side by side, so that nothing is kept but the level at hand. Network calls: 2 · steps. Draws 0 … steps − 1,
 * each read before the next is asked for.
 * @param image `[count, pixels]`, network units, [-1, 1]; left as it is
 * @param sigmas from `levelsFrom`: falling noise levels, the last one 0. Starting lower keeps more (the paper's T_skip).
 * @returns edited images
 */
export async function editFriendly(
  { source, target }: Contrast,
  image: Float32Array,
  sigmas: Float64Array,
  { noise, onStep }: Pick<SamplerOptions<Float32Array>, 'noise' | 'onStep'>,
): Promise<Float32Array> {
  let path = noised(image, sigmas[0]!, noise(0));
  const x = path.slice();
  const [before, denoised] = [new Float32Array(x.length), new Float32Array(x.length)];
  for (let i = 0; i < sigmas.length - 1; i++) {
    const next = sigmas[i + 1]!;
    const keep = (next / sigmas[i]!) ** 2; // of DDPM's mean μ = keep x + (1 − keep) x̂0
    await source(path, sigmas[i]!, before);
    await target(x, sigmas[i]!, denoised);
    const ahead = next === 0 ? image : noised(image, next, noise(i + 1));
    // μ_target(x) + (x_{i+1} − μ_source(x_i)): written as a change of x_{i+1}, which is 0 where the two ways agree.
    for (let k = 0; k < x.length; k++)
      x[k] = ahead[k]! + keep * (x[k]! - path[k]!) + (1 - keep) * (denoised[k]! - before[k]!);
    path = ahead;
    await onStep?.(i, denoised, x);
  }
  return x;
}
