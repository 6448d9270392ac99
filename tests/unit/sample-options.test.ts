/** Options of `specimen sample` that name pictures. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { picturesOf, samplingOf } from '../../src/cli/sampleOptions.ts';
import { encodePng } from '../../src/lib/png.ts';

let folder: string;
let picture: string;
const grey = Float32Array.from({ length: 64 * 64 }, (_, i) => (i % 3) / 2); // 0, 0.5, 1
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specimen-'));
  picture = join(folder, 'picture.png');
  await writeFile(picture, encodePng({ data: grey, width: 64, height: 64 }, 8, {}));
});
afterAll(() => rm(folder, { recursive: true }));

test('open pictures as grey, and labels as −1, 0 and 1', async () => {
  const options = { like: picture, from: picture, sketchEdges: picture, sketchLabels: picture, sketchStrength: '0.5' };
  const { like, from, sketch, cautions } = await picturesOf(options, 64);
  expect(cautions).toEqual([]);
  expect(like).toMatchObject({ count: 1, height: 64, width: 64 });
  expect(like).toEqual(from);
  expect(Array.from(like!.data.slice(0, 3))).toEqual([0, expect.closeTo(0.5, 2), 1]);
  expect(sketch!.edges).toEqual(like!.data);
  expect(Array.from(sketch!.labels.slice(0, 3), (label) => label + 0)).toEqual([-1, 0, 1]);
  expect(sketch!.strength).toBe(0.5);
});

test('a sketch may have outlines or labels only, at full strength', async () => {
  const { sketch } = await picturesOf({ sketchEdges: picture }, 64);
  expect(sketch).toMatchObject({ labels: new Float32Array(64 * 64), strength: 1 });
  expect((await picturesOf({ sketchLabels: picture }, 64)).sketch!.edges.every((edge) => edge === 0)).toBe(true);
  expect(await picturesOf({}, 64)).toEqual({ cautions: [] });
});

test.each([
  [{ like: 'missing.png' }, /There is no file missing.png/],
  [{ sketchStrength: '1' }, /--sketch-edges/],
] as const)('%j is refused with a sentence', async (options, sentence) => {
  await expect(picturesOf(options, 64)).rejects.toThrow(sentence);
});

test('a sketch of another size is refused with a sentence', async () => {
  await expect(picturesOf({ sketchEdges: picture }, 128)).rejects.toThrow(/64×64 pixels and the model 128×128/);
});

test('of pictures with little contrast it says so, as the page does', async () => {
  const flat = join(folder, 'flat.png');
  await writeFile(flat, encodePng({ data: grey.map((value) => value / 10), width: 64, height: 64 }, 8, {}));
  const { cautions } = await picturesOf({ like: picture, from: flat, sketchEdges: flat }, 64);
  expect(cautions).toEqual([expect.stringMatching(/flat\.png: Its greys fill only 10 % of the range/)]);
});

test('read the second style', () => {
  expect(samplingOf({ mixWith: '7', mixFrom: '3', truncation: '0.7' })).toEqual({
    mixWith: 7,
    mixFrom: 3,
    truncation: 0.7,
  });
});

test('reach the engine, which says when a model does not take them', async () => {
  const run = (...args: string[]) =>
    promisify(execFile)(
      process.execPath,
      [
        ...['--import', 'tsx', 'src/cli/main.ts', 'sample', '--model', 'dcgan-64', '--material', 'rocks'],
        ...['--out', join(folder, 'out'), ...args],
      ],
      { cwd: fileURLToPath(new URL('../..', import.meta.url)) },
    );
  const sentence = (text: RegExp) => ({ stderr: expect.stringMatching(text) as string });
  await expect(run('--like', picture)).rejects.toMatchObject(sentence(/DCGAN cannot resemble a picture/));
  await expect(run('--mix-with', '4')).rejects.toMatchObject(sentence(/DCGAN has no styles/));
  await expect(run('--guide-noise', '2', '--guide-area-fraction', '1')).rejects.toMatchObject(
    sentence(/^DCGAN draws in one step; leave out --guide-area-fraction and --guide-noise\.\n$/),
  );
  await expect(run('--classifier-guidance', '2')).rejects.toMatchObject(
    sentence(/leave out --classifier-guidance\.\n$/),
  );
  await expect(run('--from', picture, '--first', '2')).rejects.toMatchObject(sentence(/leave --first out/));
});
