/** StyleGAN (Karras et al. 2019): one call from normals to an image, with a second style mixed in from a layer on. */
import type { ModelCard } from '../../contract/card.ts';
import type { SampleRequest } from '../../contract/request.ts';
import { normals } from '../../lib/rng.ts';
import type { NetworkInput } from '../session.ts';
import { LATENT_STREAM, concatenate, slerp } from './latent.ts';

type StyleParameters = Extract<ModelCard['parametrisation'], { type: 'style' }>;

/**
 * The inputs of the call for images `first … first + count − 1` of a request: `z` `[n, dimensions + grain]`, `z_mix`
 * `[n, dimensions]`, `mix` `[n, layers]` with 1 where the second style is taken, `psi` `[n]`. The network truncates.
 */
export function styleInputs(
  request: SampleRequest,
  first: number,
  count: number,
  { dimensions, grain, layers }: StyleParameters,
): Record<string, NetworkInput> {
  const { mixWith, mixFrom = Math.round(layers / 2), truncation = 1 } = request;
  const rows = Array.from({ length: count }, (_, k) => styleOf(request, first + k, dimensions, grain));
  const own = rows.map((z) => z.subarray(0, dimensions));
  const second = mixWith === undefined ? null : normals(mixWith, LATENT_STREAM, dimensions);
  const taken = Float32Array.from({ length: layers }, (_, layer) => (second && layer >= mixFrom ? 1 : 0));
  return {
    z: { data: concatenate(rows), dims: [count, dimensions + grain] },
    z_mix: { data: concatenate(own.map((z) => second ?? z)), dims: [count, dimensions] },
    mix: { data: concatenate(rows.map(() => taken)), dims: [count, layers] },
    psi: { data: new Float32Array(count).fill(truncation), dims: [count] },
  };
}

/** z of one image; on the way between two seeds the noise of its pixels is the first one's. */
function styleOf({ seed, count, interpolateTo }: SampleRequest, index: number, dimensions: number, grain: number) {
  if (interpolateTo === undefined) return normals((seed + index) >>> 0, LATENT_STREAM, dimensions + grain);
  const z = normals(seed, LATENT_STREAM, dimensions + grain);
  const end = normals(interpolateTo, LATENT_STREAM, dimensions);
  z.set(slerp(z.slice(0, dimensions), end, count === 1 ? 0 : index / (count - 1)));
  return z;
}
