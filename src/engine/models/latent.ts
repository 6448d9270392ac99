/** The one-call families: VAE decoder and GAN generator, latent and condition in, image out. */
import type { SampleRequest } from '../../contract/request.ts';
import { normals } from '../../lib/rng.ts';
import type { NetworkInput } from '../session.ts';
import type { Posterior } from './encoder.ts';

/** Philox stream of the latent. */
export const LATENT_STREAM = 0;

export type LatentCall = (inputs: Record<string, NetworkInput>) => Promise<Float32Array>;

/**
 * The latent of image `index` of a request, float32 `[dimensions]`: standard normal from the image's seed, or the spherical
 * interpolation between two seeds; then scaled by the truncation ψ, all but the last `grain` coordinates; then with the
 * coordinates that the visitor set. With the posterior of a picture, image 0 and the start of an interpolation are its mean, and
 * the other images are draws mean + exp(log variance / 2) ε.
 */
export function latentOf(
  request: SampleRequest,
  index: number,
  dimensions: number,
  grain = 0,
  posterior: Posterior | null = null,
): Float32Array {
  const { seed, count, interpolateTo, truncation = 1, latent = [] } = request;
  const draw = (k: number) => {
    if (posterior && k === 0) return posterior.mean.slice();
    const z = normals((seed + k) >>> 0, LATENT_STREAM, dimensions);
    if (!posterior) return z;
    const { mean, logVariance } = posterior;
    return z.map((epsilon, i) => mean[i]! + Math.exp(logVariance[i]! / 2) * epsilon);
  };
  const z =
    interpolateTo === undefined
      ? draw(index)
      : slerp(draw(0), normals(interpolateTo, LATENT_STREAM, dimensions), count === 1 ? 0 : index / (count - 1));
  for (let i = 0; i < dimensions - grain; i++) z[i]! *= truncation;
  for (const { dimension, value } of latent) z[dimension] = value;
  return z;
}

/**
 * Spherical interpolation (Shoemake 1985) between two vectors, which keeps the length that a Gaussian latent has;
 * t = 0 gives `a`, t = 1 gives `b`. Nearly parallel vectors are interpolated linearly.
 */
export function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  const angle = Math.acos(Math.min(1, Math.max(-1, ab / Math.sqrt(aa * bb))));
  const sine = Math.sin(angle);
  const wa = sine < 1e-6 ? 1 - t : Math.sin((1 - t) * angle) / sine;
  const wb = sine < 1e-6 ? t : Math.sin(t * angle) / sine;
  return a.map((value, i) => wa * value + wb * b[i]!);
}

/** From a network's [-1, 1] to grey in [0, 1], clipped; NaN stays NaN so that it is noticed. */
export function toGrey(x: Float32Array): Float32Array {
  return x.map((value) => Math.min(1, Math.max(0, (value + 1) / 2)));
}

export function concatenate(parts: Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}
