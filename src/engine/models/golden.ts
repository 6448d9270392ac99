/** The self-test: one network call whose values the card promises. */
import type { ModelCard } from '../../contract/card.ts';
import { normals } from '../../lib/rng.ts';
import type { LatentCall } from './latent.ts';
import type { NetworkInput } from '../session.ts';

/** The inputs of a card's golden call, for a batch of `n` equal images: n = 1 is the golden call itself. */
export function goldenInputs(card: ModelCard, n: number): Record<string, NetworkInput> {
  const { seed, scale, condition, cNoise } = card.golden;
  const shape =
    card.parametrisation.type === 'edm' ? [1, card.resolution, card.resolution] : [card.parametrisation.dimensions];
  const noise = normals(
    seed,
    0,
    shape.reduce((a, b) => a * b),
  ).map((z) => scale * z);
  const inputs: Record<string, NetworkInput> = {
    [card.parametrisation.type === 'edm' ? 'x' : 'z']: { data: repeat(noise, n), dims: [n, ...shape] },
    condition: { data: repeat(Float32Array.from(condition), n), dims: [n, condition.length] },
  };
  if (card.parametrisation.type === 'edm') inputs.c_noise = { data: new Float32Array(n).fill(cNoise ?? 0), dims: [n] };
  return inputs;
}

/** @returns null when the network reproduces its golden vector, else what differs, for the technical cause. */
export async function selfTest(card: ModelCard, call: LatentCall): Promise<string | null> {
  const output = await call(goldenInputs(card, 1));
  const { indices, values, tolerance } = card.golden;
  for (const [i, index] of indices.entries()) {
    const got = output[index];
    // Written so that NaN fails.
    if (got === undefined || !(Math.abs(got - values[i]!) <= tolerance)) {
      return `golden value ${index}: expected ${values[i]}, got ${got}`;
    }
  }
  return null;
}

function repeat(row: Float32Array, n: number): Float32Array {
  const out = new Float32Array(row.length * n);
  for (let i = 0; i < n; i++) out.set(row, i * row.length);
  return out;
}
