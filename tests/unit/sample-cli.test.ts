/** `specimen sample` into folders that hold something already, and many files. */
import { execFile } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cac } from 'cac';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { writeAtomically, writeSamples } from '../../src/cli/files.ts';
import { parseAsTyped } from '../../src/cli/options.ts';
import { ProgressLine } from '../../src/cli/progress.ts';
import { registerSample } from '../../src/cli/sample.ts';
import { registerSimulate } from '../../src/cli/simulate.ts';
import { createNodeEngine } from '../../src/cli/source.ts';
import { Engine } from '../../src/engine/engine.ts';
import { encodePng } from '../../src/lib/png.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specimen-sample-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

interface Printed {
  drawn: number;
  kept: number;
  cautions: string[];
  images: { file: string; seed: number }[];
}

/** @returns what was printed as JSON, if anything */
async function specimen(...args: string[]): Promise<Printed> {
  const cli = cac('specimen');
  registerSample(cli);
  registerSimulate(cli);
  parseAsTyped(cli, ['node', 'specimen', ...args]);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  log.mockClear();
  await cli.runMatchedCommand();
  return JSON.parse((log.mock.calls[0]?.[0] as string | undefined) ?? 'null') as Printed;
}
const ROCKS = { model: 'dcgan-64', material: 'rocks', seed: '5', count: '2' };
const typed = (options: Record<string, string>) =>
  Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
const sample = (out: string, options: Record<string, string> = {}) =>
  specimen('sample', '--json', ...typed({ ...ROCKS, out: join(folder, out), ...options }));
const numbered = async (out: string) =>
  (await readdir(join(folder, out))).filter((name) => /^\d+\.png$/.test(name)).sort();

describe('a folder with slices', () => {
  test('of the same request goes on where it stopped', async () => {
    await sample('same', { count: '3' });
    await unlink(join(folder, 'same/0002.png'));
    const before = await stat(join(folder, 'same/0003.png'));
    expect(await sample('same', { count: '4' })).toMatchObject({ drawn: 2, kept: 2 });
    expect((await stat(join(folder, 'same/0003.png'))).mtimeMs).toBe(before.mtimeMs);
    expect((await sample('same', { first: '7' })).images.map(({ file, seed }) => [file, seed])).toEqual(
      [1, 2, 3, 4, 7, 8].map((k) => [`000${k}.png`, 4 + k]),
    );
  });

  test.each<[Record<string, string>, string]>([
    [{ material: 'fibers' }, 'material'],
    [{ seed: '6' }, 'seed'],
    [{ look: 'simulated' }, 'look'],
    [{ truncation: '0.5' }, 'truncation'],
    [{ 'area-fraction': '0.2' }, 'attributes'],
    [{ model: 'vae-64', material: 'fibers' }, 'model, material, model version'],
  ])('of another request is refused before anything is drawn: %j', async (options, differences) => {
    if (!(await stat(join(folder, 'rocks')).catch(() => null))) await sample('rocks', { first: '2' });
    const drawing = vi.spyOn(Engine.prototype, 'sample');
    await expect(sample('rocks', { count: '3', ...options })).rejects.toThrow(
      `0002.png is there already and differs from what is asked in ${differences}; choose another folder, or delete it`,
    );
    expect(drawing).not.toHaveBeenCalled();
    expect(await numbered('rocks')).toEqual(['0002.png', '0003.png']);
  });

  test('of another version of the model is refused', async () => {
    await sample('version', { count: '1' });
    const card = await createNodeEngine().card(ROCKS.model);
    vi.spyOn(Engine.prototype, 'card').mockResolvedValue({ ...card, version: '99.0.0' });
    await expect(sample('version', { count: '1' })).rejects.toThrow(/0001\.png .* asked in model version; choose/);
  });

  test('drawn from a picture goes on with more of them, and is no folder of slices without', async () => {
    const grey = Float32Array.from({ length: 128 * 128 }, (_, i) => (i % 7) / 6);
    const from = join(folder, 'from.png');
    await writeFile(from, encodePng({ data: grey, width: 128, height: 128 }, 8, {}));
    const options = { model: 'vae-128', from };
    await sample('from', options);
    expect(await sample('from', { ...options, count: '3' })).toMatchObject({ drawn: 1, kept: 2 });
    const flat = join(folder, 'flat.png');
    await writeFile(flat, encodePng({ data: grey.map((level) => level / 10), width: 128, height: 128 }, 8, {}));
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { cautions } = await sample('flat', { model: 'vae-128', from: flat, count: '1' });
    expect(cautions).toEqual([expect.stringMatching(/flat\.png: Its greys fill only 10 %/)]);
    expect(error.mock.calls).toEqual([cautions]);
    await expect(sample('from', { ...options, from: flat })).rejects.toThrow(/asked in picture contents; choose/);
    await expect(sample('from', { model: 'vae-128' })).rejects.toThrow(
      /0001\.png .* asked in pictures, picture contents; choose/,
    );
  });

  test.each([
    ['with its numbers', '1'],
    ['with other numbers', '9'],
  ])('of the simulators is refused before anything is drawn, %s', async (_, first) => {
    const out = join(folder, `simulated${first}`);
    await specimen('simulate', ...typed({ material: 'rocks', size: '32', count: '2', out }));
    const said = /0001\.png was not written by specimen sample; choose another folder\.$/;
    await expect(sample(`simulated${first}`, { first })).rejects.toThrow(said);
    expect(await numbered(`simulated${first}`)).toEqual(['0001.png', '0002.png']);
  });
});

describe('what is in the folder and was not written by a command', () => {
  const foreign = join('other', '0009.png');
  const kinds: [string, (path: string) => Promise<unknown>][] = [
    ['a picture', (path) => writeFile(path, 'no picture')],
    ['a folder', (path) => mkdir(path)],
    ['a link that leads nowhere', (path) => symlink('nowhere', path)],
  ];
  test.each(kinds)('%s with another number is left alone', async (_, make) => {
    await rm(join(folder, 'other'), { recursive: true, force: true });
    await sample('other', { count: '1' });
    await make(join(folder, foreign));
    expect(await sample('other')).toMatchObject({
      drawn: 1,
      kept: 1,
      images: [{ file: '0001.png' }, { file: '0002.png' }],
    });
  });

  test.each(kinds)('%s with a number of the run is named before anything is drawn', async (_, make) => {
    await rm(join(folder, 'other'), { recursive: true, force: true });
    await sample('other', { count: '1' });
    await make(join(folder, foreign));
    const drawing = vi.spyOn(Engine.prototype, 'sample');
    await expect(sample('other', { count: '9' })).rejects.toThrow(/0009\.png was not written by specimen sample/);
    expect(drawing).not.toHaveBeenCalled();
  });
});

test('a list of slices names those of jobs that end while it is written', async () => {
  await sample('shared', { count: '2' });
  const out = join(folder, 'shared');
  await unlink(join(out, '0002.png'));
  let other: Promise<void> | undefined;
  await writeSamples(out, 'sample', (slices) => {
    // Another job ends now, and its list, which is whole, is the shorter one to write.
    copyFileSync(join(out, '0001.png'), join(out, '0002.png'));
    other = writeSamples(out, 'sample', (all) => JSON.stringify(all.map(({ file }) => file)));
    return JSON.stringify({ slices, space: ' '.repeat(2e8) });
  });
  await other;
  const list = await readFile(join(out, 'samples.json'), 'utf8');
  expect(list.slice(0, 50)).toBe('["0001.png","0002.png"]');
  expect((await readdir(out)).sort()).toEqual(['0001.png', '0002.png', 'samples.json']);
});

describe('a run that fails', () => {
  test('leaves no progress line, which would keep the process alive', async () => {
    const end = vi.spyOn(ProgressLine.prototype, 'end');
    vi.spyOn(Engine.prototype, 'sample').mockRejectedValue(new Error('lost'));
    const options = typed({ ...ROCKS, out: join(folder, 'lost') });
    await expect(specimen('sample', ...options)).rejects.toThrow('lost');
    expect(end).toHaveBeenCalled();
  });

  test('for what it asks makes no folder', async () => {
    await expect(sample('never', { 'area-fraction': '50' })).rejects.toThrow('The area fraction must be');
    expect(await stat(join(folder, 'never')).catch(() => null)).toBeNull();
  });
});

test('a model is sampled as its card says, and as asked where something is', async () => {
  const drawing = vi.spyOn(Engine.prototype, 'sample').mockRejectedValue(new Error('asked'));
  const stepsOf = async (options: Record<string, string>) => {
    await expect(sample('usual', { model: 'ddpm-128', ...options })).rejects.toThrow('asked');
    return drawing.mock.lastCall![0].steps;
  };
  expect(await stepsOf({})).toBe(16);
  expect(await stepsOf({ steps: '7' })).toBe(7);
});

test('one slice is told of as one', async () => {
  const cli = cac('specimen');
  registerSample(cli);
  parseAsTyped(cli, ['node', 'specimen', 'sample', ...typed({ ...ROCKS, count: '1', out: join(folder, 'one') })]);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await cli.runMatchedCommand();
  expect(log).toHaveBeenCalledWith(expect.stringMatching(/^1 slice drawn, 0 already there/));
});

test('a folder may hold more slices than a process may open files', async () => {
  await sample('many');
  for (let k = 3; k <= 400; k++) {
    await copyFile(join(folder, 'many/0001.png'), join(folder, 'many', `${String(k).padStart(4, '0')}.png`));
  }
  const command = [process.execPath, '--import', 'tsx', 'src/cli/main.ts', 'sample', '--json'];
  const { stdout } = await promisify(execFile)(
    '/bin/sh',
    [...['-c', 'ulimit -n 128; exec "$@"', 'sh'], ...[...command, ...typed({ ...ROCKS, out: join(folder, 'many') })]],
    { cwd: root, maxBuffer: 2 ** 24 },
  );
  expect((JSON.parse(stdout) as Printed).images).toHaveLength(400);
});

test('two writers of one file, whose process numbers are equal, do not disturb each other', async () => {
  const path = join(folder, 'written');
  await Promise.all(['a', 'b', 'c'].map((content) => writeAtomically(path, content)));
  expect((await readdir(folder)).filter((name) => name.startsWith('written'))).toEqual(['written']);
});
