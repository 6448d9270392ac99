/** The VAE's other half: the posterior q(z | picture, condition) of a picture (Kingma & Welling 2014). */
import type { ImageBatch } from '../../contract/image.ts';
import type { NetworkInput, NetworkOutput } from '../session.ts';

export type EncoderCall = (inputs: Record<string, NetworkInput>) => Promise<Record<string, NetworkOutput>>;

/** A normal distribution with independent coordinates. */
export interface Posterior {
  mean: Float32Array; // one per latent dimension
  logVariance: Float32Array;
}

/** @param image one picture of the network's size, grey in [0, 1] */
export async function encode(
  call: EncoderCall,
  { data, height, width }: ImageBatch,
  condition: Float32Array,
): Promise<Posterior> {
  const found = await call({
    x: { data: data.map((grey) => 2 * grey - 1), dims: [1, 1, height, width] },
    condition: { data: condition, dims: [1, condition.length] },
  });
  return { mean: found.mean!.data, logVariance: found.log_variance!.data };
}
