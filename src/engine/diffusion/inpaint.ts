/**
 * Inpainting: pixels inside a mask drawn from the model given those outside of it, over a denoiser D(x, σ) that was trained
 * for neither. In the variable x = x0 + σ z, as the samplers.
 */
import type { Denoiser } from './denoiser.ts';

export interface InpaintOptions {
  /**
   * Fresh standard normal values for draw 0, 1, 2, … of this run, `[count, pixels]`; asked for in rising order, and read before
   * the next one is asked for.
   */
  noise: (draw: number) => Float32Array;
  /** As a sampler's: after each noise level, with x̂0 and the images x it led to; throws to cancel. */
  onStep?: (step: number, denoised: Float32Array, x: Float32Array) => Promise<void>;
}

/** What is inpainted. */
export interface Known {
  /** `[count, pixels]`, network units, [-1, 1]; only known pixels are read. */
  image: Float32Array;
  /** `[pixels]`, the same for all images: above 0 is unknown and filled, 0 is known and kept. */
  mask: Float32Array;
}

/**
 * @param x images at noise level `sigmas[0]`, `[count, pixels]`, overwritten and returned
 * @param sigmas falling noise levels, the last one 0
 * @returns filled images; known pixels are those of `known.image` exactly
 */
export type Inpainter = (
  denoise: Denoiser<Float32Array>,
  x: Float32Array,
  known: Known,
  sigmas: Float64Array,
  options: InpaintOptions,
) => Promise<Float32Array>;

/**
 * RePaint (Lugmayr et al. 2022, algorithm 1). At each level the unknown pixels take an ancestral step and the known ones are
 * the image's, noised afresh to the level that was reached (their eq. 8). Then the step is undone with fresh noise,
 * x ← x' + √(σ² − σ'²) z, and taken again, so that the two parts can agree: `resampling` times in all. The last step, to
 * σ = 0, is taken once. Network calls: resampling · (steps − 1) + 1.
 * @param resampling U, at least 1
 */
export const repaint: (...inputs: [...Parameters<Inpainter>, resampling: number]) => Promise<Float32Array> = async (
  denoise,
  x,
  known,
  sigmas,
  { noise, onStep },
  resampling,
) => {
  const denoised = new Float32Array(x.length);
  let draw = 0;
  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i]!;
    const next = sigmas[i + 1]!;
    const rounds = next === 0 ? 1 : resampling;
    for (let round = 1; round <= rounds; round++) {
      await denoise(x, sigma, denoised);
      // A draw from q(x' | x, x̂0): DDIM's step with η = 1.
      const keep = (next / sigma) ** 2;
      const fresh = next * Math.sqrt(1 - keep);
      step(x, denoised, known, { keep, fresh, sigma: next }, next === 0 ? null : noise(draw++));
      if (round < rounds) add(x, Math.sqrt(sigma ** 2 - next ** 2), noise(draw++));
    }
    await onStep?.(i, denoised, x);
  }
  return x;
};

/**
 * The plain way (Song et al. 2021, appendix I.2): RePaint without its resampling. Known pixels pull on the unknown ones only
 * through the network's view of them under fresh noise, so seams are left. Network calls: steps.
 */
export const replacement: Inpainter = (denoise, x, known, sigmas, options) =>
  repaint(denoise, x, known, sigmas, options, 1);

interface StepScales {
  keep: number; // of x, in unknown pixels; x̂0 has the rest
  fresh: number; // of the noise, in unknown pixels
  sigma: number; // of the noise, in known pixels
}

/** One noise serves both parts: a pixel is in one of them. */
function step(
  x: Float32Array,
  denoised: Float32Array,
  { image, mask }: Known,
  { keep, fresh, sigma }: StepScales,
  z: Float32Array | null,
): void {
  const pixels = mask.length;
  for (let k = 0; k < x.length; k++) {
    const value = z?.[k] ?? 0;
    x[k] = mask[k % pixels]! > 0 ? keep * x[k]! + (1 - keep) * denoised[k]! + fresh * value : image[k]! + sigma * value;
  }
}

function add(x: Float32Array, scale: number, z: Float32Array): void {
  for (let k = 0; k < x.length; k++) x[k]! += scale * z[k]!;
}

/**
 * Inpainting by agreement. Where `replacement` draws the noise of the known pixels, this finds it, such that the denoiser's own
 * estimate of them is the image: D(x, σ) = y there. For Gaussian data that makes x̂0 in the unknown pixels exactly
 * E[x0 | noisy unknown pixels, clean known ones], at every level: given the clean known pixels y, that mean is linear in y, so
 * an x under which y is their expectation gives it. For other data it is an approximation. No gradient of the network is needed,
 * unlike in CoPaint (Zhang et al. 2023) and ΠGDM (Song et al. 2023), which move all of x towards such an agreement.
 *
 * At each level one step of steepest descent on what is missed, r = y − D in known pixels: a second call at x + r gives
 * J r, how the estimate answers (J, the slope of D, is symmetric with values in (0, 1) for an exact denoiser), and
 * x ← x + α r, x̂0 ← x̂0 + α J r with α = r·r / r·J r, per image and from 1 to `most`. What is found at one level
 * starts the next, because the noise of known pixels shrinks with σ as that of the others does. The unknown pixels
 * follow the probability-flow ODE by DPM-Solver++(2M) (Lu et al. 2022, algorithm 2). Draw 0 is the only noise; network calls:
 * 2 · steps − 1.
 * @param most largest α, at least 1: 10 for an exact denoiser; 1 for a trained network, whose answer where σ is far above the
 *   data's deviation is mostly its own error (with `ddpm-64` and 10, filled rocks lose a third of their pores)
 */
export const posterior: (...inputs: [...Parameters<Inpainter>, most: number]) => Promise<Float32Array> = async (
  denoise,
  x,
  { image, mask },
  sigmas,
  { noise, onStep },
  most,
) => {
  const pixels = mask.length;
  const known = mask.map((value) => (value > 0 ? 0 : 1));
  let [denoised, before] = [new Float32Array(x.length), new Float32Array(x.length)];
  const missed = new Float32Array(x.length); // r
  const tried = new Float32Array(x.length); // x + r
  const answer = new Float32Array(x.length); // D(x + r)
  const z = noise(0);
  for (let k = 0; k < x.length; k++) if (known[k % pixels] === 1) x[k] = image[k]! + sigmas[0]! * z[k]!;

  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i]!;
    const next = sigmas[i + 1]!;
    const ratio = next / sigma;
    await denoise(x, sigma, denoised);
    // After the last level nothing is left to correct.
    if (next > 0) {
      for (let k = 0; k < x.length; k++) {
        missed[k] = known[k % pixels]! * (image[k]! - denoised[k]!);
        tried[k] = x[k]! + missed[k]!;
      }
      await denoise(tried, sigma, answer);
      for (let first = 0; first < x.length; first += pixels) {
        const alpha = correction(missed, denoised, answer, first, first + pixels, most);
        for (let k = first; k < first + pixels; k++) {
          x[k]! += alpha * missed[k]!;
          denoised[k]! += alpha * (answer[k]! - denoised[k]!);
        }
      }
    }
    const extra = i === 0 || next === 0 ? 0 : Math.log(ratio) / Math.log(sigma / sigmas[i - 1]!) / 2;
    for (let k = 0; k < x.length; k++) {
      const ahead = denoised[k]! + extra * (denoised[k]! - before[k]!);
      x[k] = known[k % pixels] === 1 ? image[k]! + ratio * (x[k]! - image[k]!) : ratio * x[k]! + (1 - ratio) * ahead;
    }
    await onStep?.(i, denoised, x);
    [denoised, before] = [before, denoised];
  }
  return x;
};

/** α of the image that lies from `first` to `end`. */
function correction(
  missed: Float32Array,
  denoised: Float32Array,
  answer: Float32Array,
  first: number,
  end: number,
  most: number,
): number {
  let square = 0;
  let along = 0;
  for (let k = first; k < end; k++) {
    square += missed[k]! ** 2;
    along += missed[k]! * (answer[k]! - denoised[k]!);
  }
  return along * most > square ? Math.max(1, square / along) : most;
}
