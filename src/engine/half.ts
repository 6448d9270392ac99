/**
 * Arithmetic in float16 on the GPU: of models whose card has a graph for it, where the adapter has 16-bit floats, and only once that
 * graph has reproduced the golden values. Everything else stays in float32, which every GPU has.
 */
import type { ModelCard } from '../contract/card.ts';
import { SpecimenError } from '../contract/errors.ts';
import type { BackendReport } from '../contract/request.ts';
import type { AdapterReport } from '../lib/adapter.ts';
import { throwIfAborted } from '../lib/abort.ts';
import { selfTest, tried } from './models/golden.ts';
import type { Network, Runtime } from './session.ts';
import type { Library } from './weights.ts';

type Arithmetic = NonNullable<BackendReport['arithmetic']>;

/** A model's float16 graph, or why there is none to try; null for models that compute in float32 everywhere. */
export type Half = { bytes: Uint8Array } | { reason: string } | null;

/** What there is to download for it: 0 where it is not going to be tried. */
export const halfBytes = ({ half }: ModelCard, adapter: AdapterReport | null) =>
  adapter?.half ? (half?.bytes ?? 0) : 0;

/**
 * Fetches the graph where the adapter can compute with it. A failure is no reason to stop: the model also runs without.
 * @param adapter null where WebGPU is not going to be used
 * @throws Cancelled
 */
export async function fetchHalf(
  library: Library,
  card: ModelCard,
  adapter: AdapterReport | null,
  signal: AbortSignal | undefined,
  onBytes: (loaded: number) => void,
): Promise<Half> {
  if (!card.half || !adapter) return null;
  if (!adapter.half) return { reason: 'this GPU offers no 16-bit floats' };
  try {
    return { bytes: await library.weights(card, card.half, signal, onBytes) };
  } catch (error) {
    throwIfAborted(signal);
    if (!(error instanceof SpecimenError)) throw error; // such as that the card is out of date
    return { reason: 'the file for 16-bit floats could not be fetched' };
  }
}

/**
 * Opens the graph over the weights and has it prove itself. It refuses or differs: float32 is used, and the report says so.
 * @param weights the bytes of the card's first file
 * @returns no network where float32 has to do
 * @throws SpecimenError `DeviceLost`
 */
export async function proveHalf(
  card: ModelCard,
  runtime: Pick<Runtime, 'open'>,
  weights: Uint8Array,
  half: Half,
): Promise<{ network?: Network; arithmetic?: Arithmetic }> {
  if (!half || !card.half) return {};
  if ('reason' in half) return { arithmetic: { type: 'float32', reason: half.reason } };
  try {
    const network = await runtime.open(half.bytes, 'webgpu', { path: card.files[0]!.path, data: weights });
    const test = () => selfTest(card, (inputs) => network.run(inputs), card.half!.tolerance);
    if ((await tried(network, test)) === null) {
      return {
        network,
        arithmetic: { type: 'float16', reason: 'this GPU has 16-bit floats, and the model passed its test with them' },
      };
    }
  } catch (error) {
    if (error instanceof SpecimenError && error.name === 'DeviceLost') throw error;
  }
  const reason = 'with 16-bit floats the model did not pass its test here';
  return { arithmetic: { type: 'float32', reason } };
}
