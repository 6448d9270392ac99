/** `specimen simulate`: slices from the simulators with their ground truth. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CAC } from 'cac';
import { encode } from 'fast-png';
import { MATERIALS, type Attributes, type Material } from '../contract/materials.ts';
import { encodePng, quantize } from '../lib/png.ts';
import { SIZE_LIMITS, simulate, validateSimulation, type SimulatedSlice } from '../materials/simulate.ts';
import { fileName, missingNumbers, requireAbsent, writeAtomically, writeSamples, type NumberedSlice } from './files.ts';
import { encodeNpy } from './npy.ts';
import { oneOf, required, wholeNumber } from './options.ts';
import { attributesOf } from './sampleOptions.ts';

const FORMATS = ['png', 'npy'] as const;
const ARRAYS = ['images.npy', 'labels.npy'] as const;

export function registerSimulate(cli: CAC): void {
  cli
    .command('simulate', 'Draw slices with the simulators, with their ground truth')
    .option('--material <name>', `One of ${MATERIALS.join(', ')}`)
    .option('--count <n>', 'How many slices', { default: 16 })
    .option('--size <px>', `Side of a slice, ${SIZE_LIMITS.min} to ${SIZE_LIMITS.max}`, { default: 64 })
    .option('--seed <n>', 'Seed of the slice numbered 1; slice k uses seed + k − 1', { default: 1 })
    .option('--first <k>', 'Number of the first slice of this run, to split a large run', { default: 1 })
    .option('--area-fraction <value>', 'Porosity or area fraction (default: drawn)')
    .option(
      '--feature-size <px>',
      'Mean intercept length to aim at (default: drawn). With little porosity small ones cannot be reached: samples.json says what was measured',
    )
    .option('--noise <value>', 'Noise standard deviation (default: drawn)')
    .option('--format <name>', `One of ${FORMATS.join(', ')}: numbered files, or one array for training`, {
      default: 'png',
    })
    .option('--out <folder>', 'Where the files go')
    .action(run);
}

async function run(options: Record<string, unknown>): Promise<void> {
  const out = required('out', options.out);
  const material = oneOf('material', options.material, MATERIALS);
  const count = wholeNumber('count', options.count, 1, 1_000_000);
  const first = wholeNumber('first', options.first, 1, 0xffffffff);
  const seed = wholeNumber('seed', options.seed, 0, 0xffffffff);
  const size = wholeNumber('size', options.size, SIZE_LIMITS.min, SIZE_LIMITS.max);
  const format = oneOf('format', options.format, FORMATS);
  const asked = attributesOf(options);
  const seedOf = (number: number) => (seed + number - 1) >>> 0;
  validateSimulation({ seed: seedOf(first), size, ...asked });
  await mkdir(out, { recursive: true });

  const make = (number: number): { slice: SimulatedSlice; row: object } => {
    const slice = simulate(material, { seed: seedOf(number), size, ...asked });
    const { parameters, truth, attributes, caption } = slice;
    const row = {
      file: fileName(number),
      seed: seedOf(number),
      material,
      simulated: true,
      ...(Object.keys(asked).length > 0 && { asked }),
      parameters,
      truth,
      attributes,
      caption,
    };
    return { slice, row };
  };
  const numbers = Array.from({ length: count }, (_, k) => first + k);
  const missing = () =>
    missingNumbers(out, 'simulate', numbers, (n) => ({ seed: seedOf(n), material, size, ...asked }), decisive);
  if (format === 'npy') {
    await requireAbsent(out, [...ARRAYS, 'samples.json']);
    await writeArrays(out, size, numbers.map(make));
  } else await writePngs(out, size, await missing(), make);
}

/** What decided a slice that is there, by name. */
function decisive({ width, carried }: NumberedSlice): Record<string, unknown> {
  const { seed, material, asked } = carried as { seed: number; material: Material; asked?: Partial<Attributes> };
  return { seed, material, size: width, ...asked };
}

async function writeArrays(out: string, size: number, made: { slice: SimulatedSlice; row: object }[]): Promise<void> {
  const shape = [made.length, size, size];
  const images = new Uint8Array(made.length * size * size);
  const labels = new Uint8Array(images.length);
  made.forEach(({ slice }, k) => {
    images.set(quantize(slice.image, 8), k * size * size);
    labels.set(slice.labels, k * size * size);
  });
  await writeAtomically(join(out, ARRAYS[0]), encodeNpy({ shape, data: images }));
  await writeAtomically(join(out, ARRAYS[1]), encodeNpy({ shape, data: labels }));
  await writeAtomically(join(out, 'samples.json'), JSON.stringify(made.map(({ row }) => row)));
}

/** With the rows of all slices in the folder, of this run and of others that share it. */
async function writePngs(
  out: string,
  size: number,
  numbers: number[],
  make: (number: number) => { slice: SimulatedSlice; row: object },
): Promise<void> {
  for (const number of numbers) {
    const { slice, row } = make(number);
    await writeSlice(out, fileName(number), slice, size, row);
  }
  await writeSamples(out, 'simulate', (slices) => JSON.stringify(slices.map(({ carried }) => carried)));
}

/** The slice last, because its presence says that it is whole. */
async function writeSlice(
  out: string,
  file: string,
  { image, labels }: SimulatedSlice,
  size: number,
  row: object,
): Promise<void> {
  const labelFile = encode({ width: size, height: size, data: labels, depth: 8, channels: 1 });
  await writeAtomically(join(out, file.replace('.png', '.labels.png')), labelFile);
  await writeAtomically(join(out, file), encodePng({ data: image, width: size, height: size }, 8, row));
}
