/** `specimen simulate` and `specimen attributes`, run in this process on real folders. */
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cac } from 'cac';
import { decode, encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerAttributes } from '../../src/cli/attributes.ts';
import { decodeNpy, encodeNpy } from '../../src/cli/npy.ts';
import { registerSimulate } from '../../src/cli/simulate.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specimen-simulate-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function specimen(...args: string[]): Promise<void> {
  const cli = cac('specimen');
  registerSimulate(cli);
  registerAttributes(cli);
  cli.parse(['node', 'specimen', ...args], { run: false });
  await cli.runMatchedCommand();
}
const simulate = (out: string, ...args: string[]) =>
  specimen('simulate', '--material', 'roots', '--size', '32', '--seed', '9', '--out', join(folder, out), ...args);
const contents = async (out: string) =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(join(folder, out)))
        .sort()
        .map(async (name) => [name, await readFile(join(folder, out, name), 'hex')] as const),
    ),
  );

interface Row {
  file: string;
  seed: number;
  caption: string;
  asked?: Partial<Row['attributes']>;
  truth: { areaFraction: number; diameters: number[] };
  attributes: { areaFraction: number; featureSize: number; noise: number };
}
const rowsOf = async (path: string) => JSON.parse(await readFile(join(folder, path), 'utf8')) as Row[];

describe('simulate', () => {
  test('writes slices, labels that hold the true area fraction, and their truth', async () => {
    await simulate('whole', '--count', '4');
    const rows = await rowsOf('whole/samples.json');
    expect(rows.map(({ file, seed }) => [file, seed])).toEqual([1, 2, 3, 4].map((k) => [`000${k}.png`, 8 + k]));
    for (const { file, truth, caption } of rows) {
      const labels = decode(await readFile(join(folder, 'whole', file.replace('.png', '.labels.png')))).data;
      expect(Array.from(labels).filter((label) => label === 1).length / labels.length).toBe(truth.areaFraction);
      expect(caption).toMatch(/roots/);
    }
  });

  test('in parts that share a folder equals one run, byte for byte; what is there is kept', async () => {
    await simulate('parts', '--count', '2', '--first', '3');
    const before = await stat(join(folder, 'parts/0003.png'));
    await simulate('parts', '--count', '3');
    expect(await contents('parts')).toEqual(await contents('whole'));
    expect((await stat(join(folder, 'parts/0003.png'))).mtimeMs).toBe(before.mtimeMs);
  });

  test('into arrays gives the same pixels and rows', async () => {
    await simulate('arrays', '--count', '4', '--format', 'npy');
    const { shape, data } = decodeNpy(await readFile(join(folder, 'arrays/images.npy')));
    expect(shape).toEqual([4, 32, 32]);
    const second = decode(await readFile(join(folder, 'whole/0002.png'))).data;
    expect(Array.from(data.subarray(1024, 2048))).toEqual(Array.from(second));
    expect(await rowsOf('arrays/samples.json')).toEqual(await rowsOf('whole/samples.json'));
  });

  test('writes no array over another', async () => {
    await expect(simulate('arrays', '--count', '1', '--format', 'npy')).rejects.toThrow(
      /images\.npy is there already; choose another folder, or delete it/,
    );
    expect(decodeNpy(await readFile(join(folder, 'arrays/labels.npy'))).shape).toEqual([4, 32, 32]);
  });

  test('makes no folder for what it cannot draw', async () => {
    await expect(simulate('never', '--noise', '3')).rejects.toThrow('The noise must lie between 0 and 0.3.');
    expect(await stat(join(folder, 'never')).catch(() => null)).toBeNull();
  });

  test('refuses a folder with a picture of another origin', async () => {
    await simulate('foreign', '--count', '1');
    await writeFile(
      join(folder, 'foreign/0002.png'),
      encode({ width: 1, height: 1, data: new Uint8Array(1), channels: 1 }),
    );
    await expect(simulate('foreign', '--count', '2')).rejects.toThrow(/choose another folder/);
    await writeFile(join(folder, 'foreign/0002.png'), 'no picture');
    await simulate('foreign', '--count', '1'); // what has no number of the run is left alone
    expect(await rowsOf('foreign/samples.json')).toMatchObject([{ file: '0001.png' }]);
    await expect(simulate('foreign', '--count', '2')).rejects.toThrow(/0002\.png was not written by specimen simulate/);
  });

  test('keeps slices of attributes that are asked for, and says in the file which', async () => {
    await simulate('asked', '--count', '1', '--area-fraction', '0.2');
    await simulate('asked', '--count', '2', '--area-fraction', '0.2');
    expect((await rowsOf('asked/samples.json')).map(({ asked }) => asked)).toEqual(
      Array(2).fill({ areaFraction: 0.2 }),
    );
    expect((await rowsOf('whole/samples.json'))[0]).not.toHaveProperty('asked');
  });

  test.each<[string, string[], string]>([
    ['material', ['--material', 'fibers'], 'material'],
    ['seed', ['--seed', '8'], 'seed'],
    ['size', ['--size', '48'], 'size'],
    ['attribute', ['--noise', '0.02'], 'noise'],
    ['attribute, which is left out', [], 'area fraction'],
  ])('refuses slices of another %s before it draws any', async (_, args, differences) => {
    const out = join(folder, `other-${differences}`);
    const given = (...options: string[]) => specimen('simulate', '--out', out, ...options);
    const usual = ['--material', 'roots', '--size', '32', '--seed', '9'];
    await given(...usual, '--first', '2', '--count', '1', ...(args.length === 0 ? ['--area-fraction', '0.2'] : []));
    const changed = usual.flatMap((word, i) => (i % 2 === 0 && word !== args[0] ? [word, usual[i + 1]!] : []));
    await expect(given(...changed, ...args, '--count', '3')).rejects.toThrow(
      `0002.png is there already and differs from what is asked in ${differences}; choose another folder, or delete it`,
    );
    expect((await readdir(out)).filter((name) => name.endsWith('.png'))).toEqual(['0002.labels.png', '0002.png']);
  });
});

/** A crop of 4 × 4 of each value, as floats. */
const crops = (...values: number[]) =>
  encodeNpy({
    shape: [values.length, 4, 4],
    data: Float32Array.from({ length: 16 * values.length }, (_, i) => values[i >> 4]!),
  });

describe('attributes', () => {
  test('measures what is in the array as the simulator does, but for the rounding to 8 bits', async () => {
    const out = join(folder, 'measured.json');
    await specimen('attributes', '--material', 'roots', '--in', join(folder, 'arrays/images.npy'), '--out', out);
    const measured = await rowsOf('measured.json');
    (await rowsOf('arrays/samples.json')).forEach(({ attributes }, k) => {
      const row = measured[k] as unknown as Row['attributes'];
      expect(Math.abs(row.areaFraction - attributes.areaFraction)).toBeLessThan(0.01);
      expect(Math.abs(row.noise - attributes.noise)).toBeLessThan(0.003);
    });
  });

  test.each([
    [encodeNpy({ shape: [4, 4], data: new Uint8Array(16) }), /shape/],
    [encodeNpy({ shape: [2, 1, 1], data: new Uint8Array(2) }), /at least 3 px each way, not \[2, 1, 1\]/],
    [encodeNpy({ shape: [1, 4, 4], data: new Uint8Array(16) }).subarray(0, 8), /must be a \.npy file/],
    [
      crops(0.5, 255),
      /crop of index 1 holds values that are not between 0 and 1; bring them there \(divide by 255\?\)/,
    ],
    [crops(NaN), /crop of index 0 holds values/],
    [crops(-0.01), /crop of index 0 holds values/],
    [encodeNpy({ shape: [1, 4, 4], data: new Uint8Array(16) }).subarray(0, -1), /as many values/],
    [new TextEncoder().encode('not an array, but long enough to be one'), /\.npy/],
  ])('refuses what is no stack of slices', async (bytes, sentence) => {
    await writeFile(join(folder, 'bad.npy'), bytes);
    const call = specimen(
      'attributes',
      '--material',
      'rocks',
      '--in',
      join(folder, 'bad.npy'),
      '--out',
      join(folder, 'x.json'),
    );
    await expect(call).rejects.toThrow(sentence);
  });

  test('arrays of both types survive the format', () => {
    for (const data of [Uint8Array.of(1, 2, 3, 4, 5, 6), Float32Array.of(0.5, -1, 2, 3, 4, 5)]) {
      expect(decodeNpy(encodeNpy({ shape: [1, 2, 3], data }))).toEqual({ shape: [1, 2, 3], data });
    }
  });
});
