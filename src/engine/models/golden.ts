/** The self-test: one network call whose values the card promises. */
import type { ModelCard } from '../../contract/card.ts';
import { ATTRIBUTES } from '../../contract/materials.ts';
import { normals } from '../../lib/rng.ts';
import { conditionVector } from './condition.ts';
import { encode, type EncoderCall } from './encoder.ts';
import { extraInputs } from './extraInputs.ts';
import { concatenate, type LatentCall } from './latent.ts';
import type { Network, NetworkInput } from '../session.ts';

/** Truncation of a StyleGAN's golden call. */
const STYLE_PSI = 0.7;

/** What a test finds in a network, null for nothing; one that does not pass, or fails at it, is let go. */
export async function tried(network: Pick<Network, 'release'>, test: () => Promise<string | null>) {
  try {
    const difference = await test();
    if (difference !== null) await network.release();
    return difference;
  } catch (error) {
    await network.release();
    throw error;
  }
}

/**
 * The inputs of a card's golden call, for a batch of `n` equal images: n = 1 is the golden call itself. Of what not every
 * network takes, `like` is zero, the sketch has no outlines and the material's phase everywhere at the strength of training,
 * and a StyleGAN's second style is drawn from the next seed and taken in every other layer from the second on.
 */
export function goldenInputs(card: ModelCard, n: number): Record<string, NetworkInput> {
  const rows = Object.entries({
    ...ownInputs(card),
    condition: { row: card.golden.condition, dims: [card.golden.condition.length] },
  });
  return Object.fromEntries(
    rows.map(([name, { row, dims }]) => {
      const data = new Float32Array(row.length * n);
      for (let i = 0; i < n; i++) data.set(row, i * row.length);
      return [name, { data, dims: [n, ...dims] }];
    }),
  );
}

/** One image's inputs without the condition, which every network takes. */
function ownInputs(card: ModelCard): Record<string, { row: ArrayLike<number>; dims: number[] }> {
  const { parametrisation, resolution: side } = card;
  const { seed, scale, cNoise = 0 } = card.golden;
  const noise = (from: number, length: number) => normals(from, 0, length).map((z) => scale * z);
  switch (parametrisation.type) {
    case 'edm': {
      const pixels = side * side;
      const sketch = { edges: new Float32Array(pixels), labels: new Float32Array(pixels).fill(1), strength: 1 };
      const extras = extraInputs(card, { like: null, sketch });
      return {
        x: { row: noise(seed, pixels), dims: [1, side, side] },
        c_noise: { row: [cNoise], dims: [] },
        ...Object.fromEntries(extras.map(({ name, row, dims }) => [name, { row, dims }])),
      };
    }
    case 'latent':
      return { z: { row: noise(seed, parametrisation.dimensions), dims: [parametrisation.dimensions] } };
    case 'style': {
      const { dimensions, grain, layers } = parametrisation;
      return {
        z: { row: noise(seed, dimensions + grain), dims: [dimensions + grain] },
        z_mix: { row: noise((seed + 1) >>> 0, dimensions), dims: [dimensions] },
        mix: { row: Array.from({ length: layers }, (_, layer) => layer % 2), dims: [layers] },
        psi: { row: [STYLE_PSI], dims: [] },
      };
    }
  }
}

/** @returns null when the network reproduces its golden vector, else what differs, for the technical cause. */
export async function selfTest(
  card: ModelCard,
  call: LatentCall,
  tolerance = card.golden.tolerance,
): Promise<string | null> {
  return difference(card.golden, await call(goldenInputs(card, 1)), tolerance);
}

/** The same for the encoder, of a picture that is 0 everywhere in the network's units. */
export async function encoderTest(card: ModelCard, call: EncoderCall): Promise<string | null> {
  const { encoder, condition, tolerance } = card.golden;
  if (!encoder) return null;
  const side = card.resolution;
  const grey = { data: new Float32Array(side * side).fill(0.5), count: 1, height: side, width: side };
  const { mean } = await encode(call, grey, Float32Array.from(condition));
  return difference(encoder, mean, tolerance);
}

/** The same for the projection, of two pictures of faint noise: one at each of its noise levels. */
export async function projectionTest(card: ModelCard, call: LatentCall): Promise<string | null> {
  const { projection, seed } = card.golden;
  const material = card.conditions.materials[0]!;
  const ranges = card.conditions.attributes[material];
  if (!projection || !ranges) return null;
  const { resolution: side } = card;
  const { scale } = projection;
  const [areaFraction, featureSize, noise] = ATTRIBUTES.map((name) => (ranges[name].min + ranges[name].max) / 2);
  const look = card.conditions.looks[material]![0]!;
  const condition = conditionVector(card, material, look, {
    areaFraction: areaFraction!,
    featureSize: featureSize!,
    noise: noise!,
  });
  const pictures = concatenate([0, 1].map((k) => normals(seed + k, 0, side * side))).map((z) => scale * z - scale);
  const output = await call({
    x: { data: pictures, dims: [2, 1, side, side] },
    sigma: { data: Float32Array.from(projection.sigma), dims: [2] },
    condition: { data: concatenate([condition, condition]), dims: [2, condition.length] },
  });
  return difference(projection, output, projection.tolerance);
}

function difference(
  { indices, values }: { indices: number[]; values: number[] },
  output: Float32Array,
  tolerance: number,
): string | null {
  for (const [i, index] of indices.entries()) {
    const got = output[index];
    // Written so that NaN fails.
    if (got === undefined || !(Math.abs(got - values[i]!) <= tolerance)) {
      return `golden value ${index}: expected ${values[i]}, got ${got}`;
    }
  }
  return null;
}
