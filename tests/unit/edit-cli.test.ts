/** `specimen inpaint` and `specimen edit`, run in this process on real files with the published model. */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cac } from 'cac';
import { decode, encode } from 'fast-png';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { registerEdit } from '../../src/cli/edit.ts';
import type { EditRequest, EditResult } from '../../src/contract/edit.ts';
import type { EditProvenance } from '../../src/contract/provenance.ts';
import { Engine } from '../../src/engine/engine.ts';
import { quantize } from '../../src/lib/png.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { tiffOf } from '../support/tiff.ts';

const [WIDTH, HEIGHT] = [96, 80];
const HOLE = { left: 40, top: 20, width: 20, height: 30 };
const rock = simulate('rocks', { seed: 5, size: WIDTH }).image.slice(0, WIDTH * HEIGHT);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specimen-edit-'));
  for (const depth of [8, 16] as const) await png(`rock${depth}.png`, quantize(rock, depth), depth);
  await png('mask.png', mask(), 8);
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const mask = () =>
  Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [(i % WIDTH) - HOLE.left, Math.floor(i / WIDTH) - HOLE.top];
    return x >= 0 && y >= 0 && x < HOLE.width && y < HOLE.height ? 255 : 0;
  });

function png(name: string, data: Uint8Array | Uint16Array, depth: 8 | 16, width = WIDTH): Promise<void> {
  return writeFile(join(folder, name), encode({ width, height: data.length / width, data, depth, channels: 1 }));
}

/** @returns what was printed as JSON */
async function specimen(command: string, image: string, out: string, ...args: string[]): Promise<Summary> {
  const cli = cac('specimen');
  registerEdit(cli);
  const paths = ['--image', join(folder, image), '--out', join(folder, out)];
  cli.parse(['node', 'specimen', command, ...paths, '--json', '--steps', '2', ...args], { run: false });
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await cli.runMatchedCommand();
  return JSON.parse(log.mock.calls[0]![0] as string) as Summary;
}
interface Summary {
  material: string;
  cautions: string[];
  region: { left: number; top: number; width: number; height: number };
  alternatives: { file: string; seed: number; seam: number | null; inside: { pixels: number } }[];
}
const inpaint = (image: string, out: string, ...args: string[]) =>
  specimen('inpaint', image, out, ...(args.includes('--mask') ? [] : ['--mask', join(folder, 'mask.png')]), ...args);
const read = async (path: string) => decode(await readFile(join(folder, path)));

describe('inpaint', () => {
  test.each([8, 16] as const)(
    'keeps %d-bit pixels outside the mask bit for bit and changes those inside',
    async (depth) => {
      const summary = await inpaint(`rock${depth}.png`, `out${depth}`, '--count', '2', '--seed', '9');
      expect(await readdir(join(folder, `out${depth}`))).toEqual(['0001.png', '0002.png']);
      expect(summary.material).toBe('rocks'); // guessed
      expect(summary.alternatives.map(({ seed, inside }) => [seed, inside.pixels])).toEqual([
        [9, 600],
        [10, 600],
      ]);
      const before = quantize(rock, depth);
      const inside = mask();
      const results = await Promise.all(['0001.png', '0002.png'].map((name) => read(`out${depth}/${name}`)));
      for (const { data, depth: written } of results) {
        expect(written).toBe(depth);
        const moved = Array.from(data, (value, i) => (value === before[i] ? 0 : 1));
        expect(moved.filter((changed, i) => changed === 1 && inside[i] === 0)).toEqual([]);
        expect(moved.filter((changed) => changed === 1).length).toBeGreaterThan(500);
      }
      expect(results[0]!.data).not.toEqual(results[1]!.data);
    },
  );

  test('says in the file that it is a synthetic edit, and how it was made', async () => {
    await inpaint('rock8.png', 'told', '--count', '1', '--material', 'rocks', '--guidance', '1.5');
    const { text } = await read('told/0001.png');
    const told = JSON.parse(text['specimen']!) as EditProvenance;
    expect(told).toMatchObject({ synthetic: true, kind: 'synthetic edit', source: { name: 'rock8.png' } });
    expect(told.edits).toMatchObject([
      { model: 'ddpm-64', method: 'posterior', seed: 1, steps: 2, guidance: 1.5, editedPixels: 600 },
    ]);
  });

  test('writes what the engine drew where a soft mask mixes old and new, mixed once', async () => {
    await png(
      'soft.png',
      mask().map((share) => (share ? 102 : 0)),
      8,
    );
    const edit = vi.spyOn(Engine.prototype, 'edit');
    const { region } = await inpaint('rock16.png', 'soft', '--count', '1', '--mask', join(folder, 'soft.png'));
    const { images } = (await edit.mock.results[0]!.value) as EditResult;
    const { data } = await read('soft/0001.png');
    const drawn = quantize(images.data, 16);
    const [inside, before] = [mask(), quantize(rock, 16)];
    const written = Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
      const [x, y] = [(i % WIDTH) - region.left, Math.floor(i / WIDTH) - region.top];
      return inside[i] ? drawn[y * region.width + x] : before[i];
    });
    expect(Array.from(data)).toEqual(written);
  });

  test('writes over no picture that is there', async () => {
    await mkdir(join(folder, 'own'));
    await png('own/0002.png', mask(), 8);
    const edit = vi.spyOn(Engine.prototype, 'edit');
    await expect(inpaint('rock8.png', 'own', '--count', '2')).rejects.toThrow(
      /0002\.png is there already; choose another folder, or delete it/,
    );
    expect(edit).not.toHaveBeenCalled();
    expect((await read('own/0002.png')).data).toEqual(mask());
    await inpaint('rock8.png', 'own', '--count', '1');
    expect(await readdir(join(folder, 'own'))).toEqual(['0001.png', '0002.png']);
  });

  test('makes no folder for what it cannot draw', async () => {
    await expect(inpaint('rock8.png', 'never', '--strength', '7')).rejects.toThrow(/strength/i);
    expect(await readdir(folder)).not.toContain('never');
  });

  test('draws alternative k the same alone as among others', async () => {
    await inpaint('rock8.png', 'among', '--count', '3', '--material', 'rocks');
    await inpaint('rock8.png', 'alone', '--count', '1', '--seed', '3', '--material', 'rocks');
    expect((await read('alone/0001.png')).data).toEqual((await read('among/0003.png')).data);
  });

  test('says of a picture with little contrast what the page says, beside the JSON and in it', async () => {
    await png(
      'dark.png',
      quantize(rock, 16).map((value) => value >> 4),
      16,
    );
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const args = ['--count', '1', '--material', 'rocks'] as const;
    const { cautions } = await inpaint('dark.png', 'dark', ...args);
    expect(cautions).toEqual([expect.stringMatching(/dark\.png: Its greys fill only \d % of the range/)]);
    expect(error.mock.calls).toEqual([cautions]);
    vi.restoreAllMocks();
    expect((await inpaint('rock16.png', 'bright', ...args)).cautions).toEqual([]);
  });

  test('tells one alternative as one', async () => {
    const cli = cac('specimen');
    registerEdit(cli);
    const paths = ['image', 'mask', 'out'].flatMap((name) => [
      `--${name}`,
      join(folder, `${name === 'image' ? 'rock8' : name}.png`),
    ]);
    cli.parse(['node', 'specimen', 'inpaint', ...paths, '--steps', '2', '--count', '1'], { run: false });
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await cli.runMatchedCommand();
    expect(log).toHaveBeenCalledWith(expect.stringMatching(/^1 alternative of posterior for rocks, in /));
  });

  const refused = (said: RegExp, ...args: string[]) =>
    expect(inpaint('rock8.png', 'refused', '--material', 'rocks', ...args)).rejects.toThrow(said);

  test.each([
    ['an empty mask', new Uint8Array(WIDTH * HEIGHT), WIDTH, /mask is empty; make white/],
    ['a full mask', new Uint8Array(WIDTH * HEIGHT).fill(255), WIDTH, /covers everything.*leave some/],
    ['a mask of another size', new Uint8Array(80 * 90), 80, /mask .* has 80×90 pixels and the image 96×80/],
  ])('refuses %s with a sentence', async (_, data, width, said) => {
    await png('bad.png', data, 8, width);
    await refused(said, '--mask', join(folder, 'bad.png'));
  });

  test('refuses pictures that are too small, too large or not there', async () => {
    await png('dot.png', new Uint8Array(1), 8, 1);
    await expect(inpaint('dot.png', 'refused')).rejects.toThrow(/1×1.*64×64/);
    await expect(inpaint('none.png', 'refused')).rejects.toThrow(/There is no file/);
    await expect(inpaint('.', 'refused')).rejects.toThrow(/is a folder; name a file\.$/);
    await refused(/--strength|strength must be/i, '--strength', '7');
  });
});

test('the help of each command speaks of its own methods', () => {
  const cli = cac('specimen');
  registerEdit(cli);
  const [inpainting, editing] = cli.commands.map(({ options }) => JSON.stringify(options));
  expect(inpainting).not.toMatch(/diffedit/i);
  expect(editing).toMatch(/of diffedit 1/);
});

describe('edit', () => {
  /** What the engine is asked for. */
  async function asked(image: string, out: string, ...args: string[]): Promise<EditRequest> {
    const edit = vi.spyOn(Engine.prototype, 'edit');
    await specimen('edit', image, out, '--count', '1', '--material', 'rocks', ...args);
    return edit.mock.calls[0]![0];
  }

  test('changes what a sentence and the options say, as its method does', async () => {
    const args = ['--method', 'instruct', '--instruction', 'much less noise', '--area-fraction', '0.3'];
    const request = await asked(
      'rock8.png',
      'edited',
      ...args,
      '--image-guidance',
      '2',
      '--guidance',
      '4',
      '--strength',
      '0.3',
    );
    const { noise, ...rest } = request.attributes;
    expect(rest).toEqual({ areaFraction: 0.3 });
    expect(noise).toBeLessThan(simulate('rocks', { seed: 5, size: WIDTH }).attributes.noise);
    expect(request).toMatchObject({ method: 'instruct', imageGuidance: 2, guidance: 4, strength: 0.3, mask: null });
    const told = JSON.parse((await read('edited/0001.png')).text['specimen']!) as EditProvenance;
    expect(told.edits).toMatchObject([
      { method: 'instruct', imageGuidance: 2, attributes: { areaFraction: 0.3, noise } },
    ]);
  });

  test('asks for no more than the model knows, and says so where a sentence wants it', async () => {
    const dark = Float32Array.from(rock, () => 0.5);
    await png('even.png', quantize(dark, 8), 8);
    const edit = vi.spyOn(Engine.prototype, 'edit');
    const larger = ['--method', 'ledits', '--instruction', 'larger grains, more pores'];
    await expect(specimen('edit', 'even.png', 'more', '--material', 'rocks', ...larger)).rejects.toThrow(
      'The feature size is as asked, or at the limit of what DDPM knows; leave it out of the sentence.',
    );
    expect(edit).not.toHaveBeenCalled();
    const { attributes } = await asked('even.png', 'named', ...larger, '--feature-size', '64');
    expect(attributes).toMatchObject({ featureSize: 64, areaFraction: expect.any(Number) as number });
  });

  test('reads the page that is named, and repeats RePaint’s steps as often as asked', async () => {
    const page = (values: Float32Array) => ({
      ...{ width: WIDTH, height: HEIGHT, bits: 8, format: 1, photometric: 1, bytes: quantize(values, 8) as Uint8Array },
    });
    await writeFile(join(folder, 'stack.tif'), tiffOf([page(rock), page(rock.map((grey) => 1 - grey))]));
    const { image } = await asked('stack.tif', 'page', '--method', 'sdedit', '--page', '2');
    expect(Math.abs(image.data[0]! - (1 - rock[0]!))).toBeLessThan(1 / 255);
    const edit = vi.spyOn(Engine.prototype, 'edit');
    await inpaint(
      'rock8.png',
      'repainted',
      '--count',
      '1',
      '--material',
      'rocks',
      '--method',
      'repaint',
      '--resampling',
      '2',
    );
    expect(edit.mock.calls.at(-1)![0]).toMatchObject({ method: 'repaint', resampling: 2 });
  });

  test.each([
    [['--method', 'magic'], /--method takes one of sdedit, diffedit/],
    [['--method', 'ledits', '--instruction', 'shinier'], /shinier/],
  ])('%j is refused with a sentence', async (args, said) => {
    await expect(specimen('edit', 'rock8.png', 'refused', '--material', 'rocks', ...args)).rejects.toThrow(said);
  });
});
