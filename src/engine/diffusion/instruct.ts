/** Editing with two scales: how much of the picture is kept, and how much of the new condition is followed. */
import type { Denoiser } from './denoiser.ts';
import type { Contrast } from './diffedit.ts';
import { SIGMA_DATA } from './sdedit.ts';

/** How far the picture may be from what is wanted, standard deviation τ at image scale 1: as much as EDM's pictures deviate. */
const TAU = SIGMA_DATA;

/**
 * A denoiser with the two scales of InstructPix2Pix (Brooks et al. 2023, eq. 3), for use with any sampler.
 *
 * Theirs is a network trained to see the picture to edit, and its two scales weigh D(picture) − D(∅) and
 * D(picture, instruction) − D(picture). No such network exists here, so this is a version for small models. The picture enters
 * as an observation of x0, y ~ N(x0, τ²/s_I). With p(x0 | x) taken as normal around x̂0 with the variance that white data of
 * standard deviation σ_data = SIGMA_DATA would have, v = σ² σ_data²/(σ² + σ_data²), the mean given both is
 *
 *   D = (1 − w) [D_source + s_T (D_target − D_source)] + w y,   w = s_I v/(s_I v + τ²).
 *
 * So the picture pulls most at high noise, where the composition is decided, and little below σ = τ/√s_I, where detail is.
 * With s_I = 0 it is a sample under the target condition (s_T = 1, or pushed away from the source's with more), with s_I → ∞ the
 * picture. For white Gaussian data of that deviation it is exact. The cards of the models here say 0.35 rather than 0.5: at high
 * noise the pull w is s_I/(s_I + 1) either way, but it ends at higher levels than with 0.35 for both σ_data and τ, and at the lowest
 * ones is half as strong. What it cannot do: tell which parts of the picture the new condition speaks of.
 * Network calls: 2 at each level, 1 when s_T = 1.
 * @param image y, `[count, pixels]`, network units, [-1, 1]
 * @param scales text: s_T, 1 or more; image: s_I, 0 or more
 */
export function instructDenoiser(
  { source, target }: Contrast,
  image: Float32Array,
  scales: { text: number; image: number },
): Denoiser<Float32Array> {
  const unchanged = new Float32Array(image.length);
  return async (x, sigma, out) => {
    await target(x, sigma, out);
    if (scales.text === 1) unchanged.set(out);
    else await source(x, sigma, unchanged);
    const variance = (sigma ** 2 * SIGMA_DATA ** 2) / (sigma ** 2 + SIGMA_DATA ** 2);
    const pull = (scales.image * variance) / (scales.image * variance + TAU ** 2);
    for (let k = 0; k < out.length; k++) {
      const edited = unchanged[k]! + scales.text * (out[k]! - unchanged[k]!);
      out[k] = (1 - pull) * edited + pull * image[k]!;
    }
  };
}
