/** Folders that `specimen measure` may not read to the end; the system is played, because root may read everything. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cac } from 'cac';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readFolder } from '../../src/cli/folder.ts';
import { registerMeasure } from '../../src/cli/measure.ts';
import { ProgressLine } from '../../src/cli/progress.ts';
import { Engine } from '../../src/engine/engine.ts';
import { encodePng } from '../../src/lib/png.ts';
import { simulate } from '../../src/materials/simulate.ts';

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const openAsBlob: typeof fs.openAsBlob = (path) =>
    String(path).endsWith('locked.png')
      ? Promise.reject(new TypeError('Unable to open file as blob'))
      : fs.openAsBlob(path);
  return { ...fs, openAsBlob };
});
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>();
  const readdir = ((path: string, options: object) =>
    path.endsWith('closed')
      ? Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES', path: join(path, 'inner') }))
      : fs.readdir(path, options)) as typeof fs.readdir;
  return { ...fs, readdir };
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specimen-folder-'));
  await mkdir(join(folder, 'closed'));
  const { image } = simulate('rocks', { seed: 1, size: 64 });
  const png = encodePng({ data: image, width: 64, height: 64 }, 8, {});
  for (const name of ['a.png', 'locked.png']) await writeFile(join(folder, name), png);
});
afterAll(() => rm(folder, { recursive: true }));

const read = (path: string) =>
  readFolder('reference', path, { side: 64, fit: 'shrink', range: 'type' }, new ProgressLine(false));

test('a file that may not be opened is named, and the others are read', async () => {
  const { taken, refused } = await read(folder);
  expect(taken.map(({ name }) => name)).toEqual(['a.png']);
  expect(refused).toEqual([{ name: 'locked.png', why: 'It may not be read, or is gone; allow it, or leave it out.' }]);
});

test('a measurement that fails leaves no progress line, which would keep the process alive', async () => {
  vi.spyOn(Engine.prototype, 'measure').mockImplementation((_, { onProgress } = {}) => {
    onProgress?.({ stage: 'measure', what: 'Features', done: 1, total: 2 });
    return Promise.reject(new Error('lost'));
  });
  const show = vi.spyOn(ProgressLine.prototype, 'show');
  const end = vi.spyOn(ProgressLine.prototype, 'end');
  const cli = cac('specimen');
  registerMeasure(cli);
  cli.parse(['node', 'specimen', 'measure', '--reference', folder, '--synthetic', folder], { run: false });
  await expect(cli.runMatchedCommand()).rejects.toThrow('lost');
  expect(show).toHaveBeenLastCalledWith('Features', 1, 2);
  expect(end.mock.invocationCallOrder.at(-1)).toBeGreaterThan(show.mock.invocationCallOrder.at(-1)!);
});

test('a folder that may not be read is named', async () => {
  const inner = join(folder, 'closed', 'inner');
  await expect(read(join(folder, 'closed'))).rejects.toThrow(
    `The folder ${inner} of the reference set cannot be read; allow it, or leave it out.`,
  );
});
