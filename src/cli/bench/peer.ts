/** The same GAN with the same weights through our engine, through the bare runtime and through TensorFlow.js, on WebAssembly. */
import { goldenInputs } from '../../engine/models/golden.ts';
import { Runtime, type Network } from '../../engine/session.ts';
import { FileSource, createNodeEngine } from '../source.ts';
import { tfDcgan } from './tfDcgan.ts';
import { ms, timeInTurns } from './time.ts';

const MODEL = 'dcgan-64';
const IMAGES = 16;
const ROUNDS = 7;

/** Cold is from the model's bytes to the first batch, the start of our engine's runtime and of TensorFlow.js's backend included. */
export async function benchPeer() {
  const engine = createNodeEngine();
  const card = await engine.card(MODEL);
  const bytes = await new FileSource().read(`${card.id}/${card.files[0]!.path}`);
  const inputs = goldenInputs(card, IMAGES);
  const runtime = await Runtime.load(false, null);
  let network: Network | undefined;
  let bare: (() => Promise<unknown>) | undefined;
  let peer: Awaited<ReturnType<typeof tfDcgan>> | undefined;
  const [z, condition] = [inputs['z']!.data, inputs['condition']!.data].map((data) => Float32Array.from(data)) as [
    Float32Array,
    Float32Array,
  ];
  const request = { model: MODEL, material: 'rocks', look: 'real', count: IMAGES, seed: 1, attributes: {} } as const;
  const { own, bareRuntime, tensorflow } = await timeInTurns(ROUNDS, {
    own: () => engine.sample(request),
    bareRuntime: async () => (bare ??= (network = await runtime.open(bytes, 'wasm')).bare(inputs))(),
    tensorflow: async () => (peer ??= await tfDcgan(bytes))(z, condition, IMAGES),
  });
  const [ours, theirs] = [await network!.run(inputs), await peer!(z, condition, IMAGES)];
  const largestDifference = ours.reduce((worst, value, i) => Math.max(worst, Math.abs(value - theirs[i]!)), 0);
  const result = {
    model: MODEL,
    backend: 'wasm',
    images: IMAGES,
    rounds: ROUNDS,
    own,
    bareRuntime,
    tensorflow,
    largestDifference,
  };
  return {
    result: { peer: result },
    sentences: [
      `${MODEL} on WASM, ${IMAGES} images: ours ${ms(own.warmMs)} (cold ${ms(own.coldMs)}), bare runtime ` +
        `${ms(bareRuntime.warmMs)} (cold ${ms(bareRuntime.coldMs)}), TensorFlow.js ${ms(tensorflow.warmMs)} (cold ` +
        `${ms(tensorflow.coldMs)}), medians of ${ROUNDS}; outputs differ by ${largestDifference.toExponential(1)} at most.`,
    ],
  };
}
