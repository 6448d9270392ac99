/** `specimen measure` as people run it: two folders in, numbers or sentences out. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Measured, MeasureResult } from '../../src/contract/measure.ts';
import { readFolder } from '../../src/cli/folder.ts';
import { ProgressLine } from '../../src/cli/progress.ts';
import { encodePng } from '../../src/lib/png.ts';
import { uniforms } from '../../src/lib/rng.ts';
import { simulate } from '../../src/materials/simulate.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SLOW = 120_000;
const SIZE = 64; // px, the least that the extractor sees
const COUNT = 8;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specimen-'));
  for (const name of ['reference', 'synthetic', 'empty', 'odd']) await mkdir(join(folder, name));
  for (let k = 1; k <= COUNT; k++) {
    const { image } = simulate('rocks', { seed: k, size: SIZE, areaFraction: 0.3 });
    const noise = uniforms(k, 9, image.length);
    await writePng('reference', `${k}.png`, image);
    await writePng(
      'synthetic',
      `${k}.png`,
      image.map((value, i) => value + 0.1 * (noise[i]! - 0.5)),
    );
    await writePng('odd', k === 3 ? 'three.png' : `${k}.png`, image);
  }
  await cp(join(folder, 'synthetic'), join(folder, 'lacking'), { recursive: true });
  await writeFile(join(folder, 'lacking/2.png'), 'no picture');
  // What `specimen simulate` writes beside its slices is no image of the set.
  await writeFile(join(folder, 'reference/samples.json'), '[]');
  await writePng('reference', '1.labels.png', new Float32Array(SIZE * SIZE).fill(0.1));
});
afterAll(() => rm(folder, { recursive: true }));

async function writePng(set: string, name: string, data: Float32Array, size = SIZE): Promise<void> {
  await writeFile(join(folder, set, name), encodePng({ data, width: size, height: size }, 8, {}));
}

function measure(
  reference: string,
  synthetic: string,
  ...options: string[]
): Promise<{ stdout: string; stderr: string }> {
  const folders = ['--reference', join(folder, reference), '--synthetic', join(folder, synthetic)];
  const command = ['--import', 'tsx', 'src/cli/main.ts', 'measure', ...folders, ...options];
  return promisify(execFile)(process.execPath, command, { cwd: root });
}

type Printed = MeasureResult & {
  sets: Record<
    'reference' | 'synthetic',
    { taken: { name: string; how: string }[]; refused: { name: string; why: string }[] }
  >;
};

describe('numbers', () => {
  test(
    'of pairs: every key with its value, N, spread, interval and extractor',
    async () => {
      const { stdout } = await measure(
        'reference',
        'synthetic',
        '--pairs',
        '--caption',
        'rock',
        '--bootstrap',
        '20',
        '--json',
      );
      const result = JSON.parse(stdout) as Printed;
      for (const key of ['ssim', 'msssim', 'psnr', 'perceptual', 'captionScore'] as const) {
        const measured: Measured = result[key]!;
        expect(measured.n).toBe(COUNT);
        expect(measured.std).toBeGreaterThanOrEqual(0);
        expect(measured.ci).toHaveLength(2);
      }
      for (const key of ['frechet', 'kid', 'precision', 'recall'] as const) {
        expect(result[key]).toMatchObject({
          n: COUNT,
          value: expect.any(Number) as number,
          extractor: expect.stringMatching(/Specimen extractor .*, \d+ features/) as string,
        });
      }
      expect(result.perceptual!.extractor).toMatch(/Specimen extractor/);
      expect(result.ssim!.value).toBeGreaterThan(0.5);
      expect(result.ssim!.value).toBeLessThan(1);
      expect(result.descriptors.areaFraction.n).toEqual({ reference: COUNT, synthetic: COUNT });
      expect(result.sets.reference.taken.map(({ name }) => name)).toEqual(
        Array.from({ length: COUNT }, (_, k) => `${k + 1}.png`),
      );
      expect(result.sets.reference.refused).toEqual([
        { name: '1.labels.png … (+1)', why: expect.stringMatching(/go with slices/) as string },
      ]);
    },
    SLOW,
  );

  test(
    'without pairs leave the pair measures out and say so',
    async () => {
      const { stdout } = await measure('reference', 'synthetic', '--bootstrap', '0', '--json');
      const result = JSON.parse(stdout) as Printed;
      expect([result.ssim, result.psnr, result.captionScore]).toEqual([null, null, null]);
      expect(result.notes.join()).toMatch(/not paired/);
      expect(result.frechet!.value).toBeGreaterThanOrEqual(0);
      expect(result.frechet!.ci).toBeUndefined();
    },
    SLOW,
  );
});

test(
  'sentences tell each number, and how images of several sizes and depths came to one',
  async () => {
    await mkdir(join(folder, 'mixed'));
    for (let k = 0; k < 2; k++) {
      const { image } = simulate('rocks', { seed: 50 + k, size: 2 * SIZE });
      await writePng('mixed', `large${k}.png`, image, 2 * SIZE);
    }
    const deep = Uint16Array.from(uniforms(4, 9, SIZE * SIZE), (u) => u * 65535);
    await writeFile(
      join(folder, 'mixed/deep.png'),
      encode({ width: SIZE, height: SIZE, data: deep, depth: 16, channels: 1 }),
    );
    await writeFile(join(folder, 'mixed/broken.png'), Uint8Array.of(0x89, 0x50, 0x4e, 0x47));
    const { stdout } = await measure('reference', 'mixed', '--threshold', '0.4', '--bootstrap', '0');
    expect(stdout).toMatch(/Synthetic: 3 images/);
    expect(stdout).toMatch(/2 × PNG, 8 bit.*mean of 2×2 → 64×64/);
    expect(stdout).toMatch(/1 × PNG, 16 bit/);
    expect(stdout).toMatch(/left out broken\.png: /);
    expect(stdout).toMatch(/Phase below grey 0\.400 \(as asked\)/);
    expect(stdout).toMatch(/Area fraction: reference 0\.\d+ ± 0\.\d+, synthetic/);
    expect(stdout).toMatch(/needs at least 6 images/);
  },
  SLOW,
);

test('links to files are images of the set; other links are named with a reason', async () => {
  await mkdir(join(folder, 'linked/inner'), { recursive: true });
  const link = (target: string, name: string) => symlink(join(folder, target), join(folder, 'linked', name));
  await link('reference/1.png', 'one.png');
  await link('reference/2.png', 'inner/two.png');
  await link('linked', 'inner/loop');
  await link('reference/nowhere.png', 'broken.png');
  await link('reference/nowhere.png', '.hidden.png');
  await link('reference/1.labels.png', '1.labels.png');
  const { taken, refused } = await readFolder(
    'reference',
    join(folder, 'linked'),
    { side: SIZE, fit: 'shrink', range: 'type' },
    new ProgressLine(false),
  );
  expect(taken.map(({ name }) => name)).toEqual(['inner/two.png', 'one.png']);
  expect(Object.fromEntries(refused.map(({ name, why }) => [name, why]))).toEqual({
    '1.labels.png': expect.stringMatching(/go with slices/) as string,
    'broken.png': expect.stringMatching(/leads to nothing.*mend it or delete it\.$/) as string,
    'inner/loop': expect.stringMatching(/a folder, and is not followed; put in links to the files\.$/) as string,
  });
});

test.each<[string, [string, string, ...string[]], RegExp]>([
  ['an empty folder', ['reference', 'empty'], /empty holds no images; put PNG/],
  ['no folder', ['nowhere', 'synthetic'], /There is no folder .*nowhere for the reference set\.$/],
  [
    'a file',
    ['reference', 'synthetic/1.png'],
    /1\.png is a file, and the synthetic set is a folder; put the file into/,
  ],
  [
    'a partner that could not be used',
    ['reference', 'lacking', '--pairs'],
    /2\.png of .*reference has no partner in .*lacking\. 2\.png there was left out: It is no PNG, JPEG/,
  ],
  ['unequal names', ['reference', 'odd', '--pairs'], /3\.png of .*reference has no partner in .*odd\.$/],
  ['an unknown material', ['reference', 'synthetic', '--material', 'cheese'], /--material takes one of rocks/],
  ['a threshold out of range', ['reference', 'synthetic', '--threshold', '7'], /--threshold takes a grey level/],
  [
    'a size that would enlarge',
    ['reference', 'synthetic', '--size', '65'],
    /holds no image that can be used.*enlarged/,
  ],
])(
  '%s ends in one sentence',
  async (_, [reference, synthetic, ...options], message) => {
    const error = await measure(reference, synthetic, ...options).catch((reason: unknown) => reason);
    const { stderr, code } = error as { stderr: string; code: number };
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  },
  SLOW,
);
