/** The one-call families: VAE decoder and GAN generator, latent and condition in, image out. */
import type { SampleRequest } from '../../contract/request.ts';
import { normals } from '../../lib/rng.ts';
import type { NetworkInput } from '../session.ts';
import { CONDITION_LENGTH } from './condition.ts';

/** Philox stream of the latent. */
const LATENT_STREAM = 0;

export type LatentCall = (inputs: Record<string, NetworkInput>) => Promise<Float32Array>;

/**
 * The latent of image `index` of a request, float32 `[dimensions]`: standard normal from the image's seed, or the spherical
 * interpolation between two seeds; then scaled by the truncation ψ, all but the last `grain` coordinates; then with the
 * coordinates that the visitor set.
 */
export function latentOf(request: SampleRequest, index: number, dimensions: number, grain = 0): Float32Array {
  const { seed, count, interpolateTo, truncation = 1, latent = [] } = request;
  const z =
    interpolateTo === undefined
      ? normals((seed + index) >>> 0, LATENT_STREAM, dimensions)
      : slerp(
          normals(seed, LATENT_STREAM, dimensions),
          normals(interpolateTo, LATENT_STREAM, dimensions),
          count === 1 ? 0 : index / (count - 1),
        );
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

/**
 * One network call for a batch.
 * @returns images `[n, side, side]` in [0, 1], clipped; the networks speak [-1, 1].
 */
export async function decode(
  call: LatentCall,
  latents: Float32Array[],
  conditions: Float32Array[],
): Promise<Float32Array> {
  const x = await call({
    z: { data: concatenate(latents), dims: [latents.length, latents[0]!.length] },
    condition: { data: concatenate(conditions), dims: [conditions.length, CONDITION_LENGTH] },
  });
  return toGrey(x);
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
