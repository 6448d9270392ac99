/** `specimen simulate`: slices from the simulators with their ground truth. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CAC } from 'cac';
import { encode } from 'fast-png';
import { MATERIALS } from '../contract/materials.ts';
import { encodePng, quantize } from '../lib/png.ts';
import { SIZE_LIMITS, simulate, type SimulatedSlice } from '../materials/simulate.ts';
import { writeAtomically } from './files.ts';
import { encodeNpy } from './npy.ts';
import { oneOf, realNumber, required, wholeNumber } from './options.ts';

const FORMATS = ['png', 'npy'] as const;

export function registerSimulate(cli: CAC): void {
  cli
    .command('simulate', 'Draw slices with the simulators, with their ground truth')
    .option('--material <name>', `One of ${MATERIALS.join(', ')}`)
    .option('--count <n>', 'How many slices', { default: 16 })
    .option('--size <px>', `Side of a slice, ${SIZE_LIMITS.min} to ${SIZE_LIMITS.max}`, { default: 64 })
    .option('--seed <n>', 'Seed of the slice numbered 1; slice k uses seed + k − 1', { default: 1 })
    .option('--first <k>', 'Number of the first slice of this run, to split a large run', { default: 1 })
    .option('--area-fraction <value>', 'Porosity or area fraction (default: drawn)')
    .option('--feature-size <px>', 'Mean intercept length to aim at (default: drawn)')
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
  const given = (name: string) => (options[name] === undefined ? undefined : realNumber(name, options[name]));
  const asked = { areaFraction: given('areaFraction'), featureSize: given('featureSize'), noise: given('noise') };
  await mkdir(out, { recursive: true });

  const rows: object[] = [];
  const images = new Uint8Array(format === 'npy' ? count * size * size : 0);
  const labels = new Uint8Array(images.length);
  for (let k = 0; k < count; k++) {
    const number = first + k;
    const slice = simulate(material, { seed: (seed + number - 1) >>> 0, size, ...asked });
    const file = `${String(number).padStart(4, '0')}.png`;
    const { image, labels: classes, ...rest } = slice;
    const row = { file, seed: (seed + number - 1) >>> 0, material, simulated: true, ...rest };
    rows.push(row);
    if (format === 'npy') {
      images.set(quantize(image, 8), k * size * size);
      labels.set(classes, k * size * size);
    } else if (!existsSync(join(out, file))) await writeSlice(out, file, slice, size, row);
  }
  if (format === 'npy') {
    await writeFile(join(out, 'images.npy'), encodeNpy({ shape: [count, size, size], data: images }));
    await writeFile(join(out, 'labels.npy'), encodeNpy({ shape: [count, size, size], data: labels }));
  }
  await writeAtomically(join(out, 'samples.json'), JSON.stringify(rows));
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
