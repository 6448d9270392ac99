/** The command line as people run it: a process, its files, its words. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specimen-'));
  await writeFile(join(folder, 'file'), 'no folder');
});
afterAll(() => rm(folder, { recursive: true }));

function specimen(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], { cwd: root });
}

const sample = (out: string, ...args: string[]) =>
  specimen(
    'sample',
    '--model',
    'dcgan-64',
    '--material',
    'rocks',
    '--seed',
    '5',
    '--out',
    join(folder, out),
    '--json',
    ...args,
  );

async function pngs(out: string): Promise<Map<string, Buffer>> {
  const names = (await readdir(join(folder, out))).filter((name) => /^\d+\.png$/.test(name)).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, out, name))] as const)),
  );
}

describe('sample', () => {
  test('writes numbered 8-bit grey files and their requests; the same seed gives the same bytes', async () => {
    const { stdout } = await sample('a', '--count', '5');
    const printed = JSON.parse(stdout) as {
      drawn: number;
      images: { file: string; seed: number; synthetic: boolean }[];
    };
    expect(printed.drawn).toBe(5);
    expect(printed.images.map(({ file, seed }) => [file, seed])).toEqual(
      [1, 2, 3, 4, 5].map((k) => [`000${k}.png`, 4 + k]),
    );
    expect(printed.images.every(({ synthetic }) => synthetic)).toBe(true);
    const files = await pngs('a');
    expect([...files.keys()]).toEqual(['0001.png', '0002.png', '0003.png', '0004.png', '0005.png']);
    expect(decode(files.get('0001.png')!)).toMatchObject({ width: 64, height: 64, channels: 1, depth: 8 });
    expect(JSON.parse(await readFile(join(folder, 'a/samples.json'), 'utf8'))).toMatchObject({
      images: printed.images,
    });

    await sample('b', '--count', '5');
    expect(await pngs('b')).toEqual(files);
  });

  test('the union of a split run equals one run, and slices that are there are kept', async () => {
    await sample('split', '--count', '2', '--first', '4');
    const before = await stat(join(folder, 'split/0004.png'));
    await sample('split', '--count', '3');
    await sample('split', '--count', '5');
    expect(await pngs('split')).toEqual(await pngs('a'));
    expect((await stat(join(folder, 'split/0004.png'))).mtimeMs).toBe(before.mtimeMs);
    const { images } = JSON.parse(await readFile(join(folder, 'split/samples.json'), 'utf8')) as {
      images: unknown[];
    };
    expect(images).toHaveLength(5);
  });
});

test('simulate writes slices with their truth, the same ones again', async () => {
  for (const out of ['s1', 's2']) {
    await specimen(
      'simulate',
      '--material',
      'roots',
      '--count',
      '2',
      '--size',
      '64',
      '--seed',
      '3',
      '--out',
      join(folder, out),
    );
  }
  const files = await pngs('s1');
  expect(files.size).toBe(2);
  expect(await pngs('s2')).toEqual(files);
  const samples = JSON.parse(await readFile(join(folder, 's1/samples.json'), 'utf8')) as {
    caption: string;
    truth: { areaFraction: number };
  }[];
  expect(samples[0]!.caption).toMatch(/root/);
  expect(samples[0]!.truth.areaFraction).toBeGreaterThan(0);
});

test('paths are meant from where npm was called', async () => {
  await mkdir(join(folder, 'inner'));
  const command = [join(root, 'node_modules/tsx/dist/cli.mjs'), 'src/cli/main.ts', 'simulate'];
  const options = ['--material', 'roots', '--count', '1', '--size', '32', '--out', 'here'];
  const env = { ...process.env, INIT_CWD: join(folder, 'inner') };
  await promisify(execFile)(process.execPath, [...command, ...options], { cwd: root, env });
  expect([...(await pngs('inner/here')).keys()]).toEqual(['0001.png']);
});

test('a reader that stops early ends nothing', async () => {
  const command = `"$0" --import tsx src/cli/main.ts sample --model dcgan-64 --material rocks --json --out "$1"; echo "$?" >&2`;
  const pipe = ['-c', `{ ${command}; } | true`, process.execPath, join(folder, 'piped')];
  const { stderr } = await promisify(execFile)('/bin/sh', pipe, { cwd: root });
  expect(stderr).toBe('0\n');
});

describe('mistakes get one sentence', () => {
  const here = (name: string) => join(folder, name);
  const drawn = ['sample', '--model', 'dcgan-64', '--material', 'rocks', '--count', '1', '--out'];
  const simulated = ['simulate', '--material', 'rocks', '--count', '1', '--size', '32', '--out'];
  const measured = ['attributes', '--material', 'rocks', '--out', 'x.json', '--in'];
  test.each<[string, string, () => string[], RegExp]>([
    ['sample', 'into a file', () => [...drawn, here('file')], /file is there already and is no folder; choose another/],
    ['simulate', 'beneath a file', () => [...simulated, here('file/a')], /file\/a leads through a file as if/],
    ['attributes', 'of nothing', () => [...measured, here('none.npy')], /^There is no file .*none\.npy\.$/],
    ['attributes', 'of a folder', () => [...measured, folder], /is a folder; name a file\.$/],
  ])('specimen %s %s', async (_, _what, args, sentence) => {
    await expectSentence(args(), sentence);
  });

  test.each([
    [[], /sample, simulate/],
    [['sample', '--model', 'vae-9', '--material', 'rocks', '--out', 'x'], /vae-64/],
    [['sample', '--model', 'vae-64', '--material', 'cheese', '--out', 'x'], /rocks, fibers, roots/],
    [
      ['sample', '--model', 'vae-64', '--material', 'rocks', '--count', 'many', '--out', 'x'],
      /--count takes a whole number/,
    ],
    [['sample', '--model', 'vae-64', '--material', 'rocks'], /--out is missing/],
    [['simulate', '--material', 'rocks', '--size', '7', '--out', 'x'], /size/],
    [['measure', '--reference', '007', '--synthetic', '007'], /There is no folder 007 for/],
    [['simulate', '--material', 'rocks', '--count', '-3', '--out', 'x'], /^--count takes a whole number from 1/],
    [['simulate', '--material', 'rocks', '--out', 'x', '--out', 'y'], /^--out is given twice/],
    [['measure', '--reference', '007', '--synthetic', '007', '--seed', ''], /--seed is empty; give it a whole number/],
  ])('specimen %j', expectSentence);

  async function expectSentence(args: string[], sentence: RegExp): Promise<void> {
    const error: unknown = await specimen(...args).catch((reason: unknown) => reason);
    const { stderr, code } = error as { stderr: string; code: number };
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});

test('the practice server says what a port is', async () => {
  const command = ['--import', 'tsx', 'scripts/mock/main.ts', 'abc'];
  await expect(promisify(execFile)(process.execPath, command, { cwd: root })).rejects.toMatchObject({
    code: 1,
    stderr: 'A port is a whole number from 1 to 65535: npm run mock:hosted -- 8790\n',
  });
});
