/** Saved sets: what stands in the zip, that it comes back whole, and what becomes of files that are none. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { strFromU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { fromArrayBuffer } from 'geotiff';
import { describe, expect, test } from 'vitest';
import { SpecimenError } from '../../src/contract/errors.ts';
import type { KeptRun, PackFormat, RunPictures } from '../../src/contract/kept.ts';
import { cardHash, toKept, toResult } from '../../src/lib/kept.ts';
import { METADATA_KEY } from '../../src/lib/png.ts';
import { measureAttributes } from '../../src/materials/attributes.ts';
import { openSet } from '../../src/pack/read.ts';
import { writeSet } from '../../src/pack/write.ts';
import { CARD, keptOf, resultOf } from '../support/keptRuns.ts';

type Kept = { run: KeptRun; pictures: RunPictures };
const SAVED = new Date('2026-11-28T12:00:00Z');

async function zipOf(kept: Kept[], format: PackFormat, onSlices?: (done: number) => void): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const read = (id: string) => Promise.resolve(kept.find(({ run }) => run.id === id)!.pictures);
  const runs = kept.map(({ run }) => run);
  for await (const piece of writeSet(runs, { format, page: '0.1.0', saved: SAVED, read, onSlices })) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

const blobOf = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);
const textOf = (bytes: Uint8Array | undefined) => strFromU8(bytes!);

async function readAll(zip: Uint8Array): Promise<Kept[]> {
  const set = await openSet(blobOf(zip));
  const kept: Kept[] = [];
  for (const entry of set.entries) kept.push(await set.read(entry));
  return kept;
}

/** The sentence with which a zip is refused. */
async function refusal(zip: Uint8Array): Promise<string> {
  const error: unknown = await readAll(zip).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SpecimenError);
  expect((error as SpecimenError).name).toBe('BadFile');
  return (error as SpecimenError).message;
}

const like = { data: Float32Array.from({ length: 64 * 70 }, (_, i) => (i % 97) / 97), count: 1, height: 70, width: 64 };
const sketch = { edges: new Float32Array(256).fill(0.25), labels: new Float32Array(256).fill(-1), strength: 0.8 };

describe('what stands in a set', () => {
  test('PNG: images and masks side by side, numbered over all runs, each image with how it was made', async () => {
    const kept = [await keptOf(), await keptOf({ material: 'fibers', seed: 9, count: 2 })];
    const counted: number[] = [];
    const files = unzipSync(await zipOf(kept, 'png', (done) => counted.push(done)));
    const numbers = ['0001', '0002', '0003', '0004', '0005'];
    expect(Object.keys(files).sort()).toEqual(
      ['DATACARD.md', 'metadata.json', ...numbers.flatMap((n) => [`images/${n}.png`, `masks/${n}.png`])].sort(),
    );
    expect(counted).toEqual([1, 2, 3, 4, 5]);
    const image = decode(files['images/0002.png']!);
    expect([image.width, image.height, image.depth, image.channels]).toEqual([16, 16, 8, 1]);
    const made = JSON.parse(image.text[METADATA_KEY]!) as { synthetic: boolean; request: { seed: number } };
    expect(made).toMatchObject({ synthetic: true, request: { seed: 43 } });
    const { data } = kept[0]!.pictures.images;
    expect(Array.from(image.data)).toEqual(Array.from(data.subarray(256, 512), (level) => Math.round(level / 257)));
  });

  test.each(['rocks', 'fibers'] as const)('a mask of %s is the phase whose fraction is measured', async (material) => {
    const { run, pictures } = await keptOf({ material });
    const mask = decode(unzipSync(await zipOf([{ run, pictures }], 'png'))['masks/0001.png']!);
    const grey = toResult(run, pictures).images.data.subarray(0, 256);
    const { areaFraction } = measureAttributes(material, grey, 16, 16);
    expect([...new Set(mask.data)].sort()).toEqual([0, 255]);
    expect(mask.data.filter((value) => value === 255).length / 256).toBeCloseTo(areaFraction, 10);
  });

  test('TIFF: a stack of 16 bit and one of masks for each run, as an independent reader sees them', async () => {
    const { run, pictures } = await keptOf({ count: 3 }, { side: 15 });
    const files = unzipSync(await zipOf([{ run, pictures }], 'tiff'));
    expect(Object.keys(files).sort()).toEqual(['DATACARD.md', 'images/0001.tif', 'masks/0001.tif', 'metadata.json']);
    for (const [name, bits] of [
      ['images/0001.tif', 16],
      ['masks/0001.tif', 8],
    ] as const) {
      const tiff = await fromArrayBuffer(files[name]!.slice().buffer);
      expect(await tiff.getImageCount()).toBe(3);
      const page = await tiff.getImage(2);
      expect([page.getWidth(), page.getHeight(), page.getBitsPerSample()]).toEqual([15, 15, bits]);
      expect(await page.fileDirectory.loadValue('ImageDescription')).toMatch(/^SYNTHETIC/);
      if (bits === 8) continue;
      const [pixels] = (await page.readRasters()) as unknown as [Uint16Array];
      expect(Array.from(pixels)).toEqual(Array.from(pictures.images.data.subarray(450)));
    }
  });

  test('the data card says that nothing is measured, how masks came about, the licence and how to load', async () => {
    const files = unzipSync(await zipOf([await keptOf({}, { name: 'A | B' })], 'png'));
    const card = textOf(files['DATACARD.md']);
    expect(card).toMatch(/^# SYNTHETIC images: not measured/);
    expect(card).toContain('| 1 | A \\| B | rocks, real | VAE | 2.0.0 | MIT | 42 | 3 |');
    expect(card).toContain('below grey 0.334');
    expect(card).toContain('not a ground truth');
    expect(card).toContain('np.asarray(Image.open(path))');
  });

  test('Python’s own zip reader finds every file whole', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'set-')), 'set.zip');
    writeFileSync(path, await zipOf([await keptOf()], 'png'));
    const script = `import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()))`;
    expect(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' }).trim()).toBe('None 8');
    expect(readFileSync(path).length).toBeGreaterThan(1000);
  });
});

describe('a set comes back', () => {
  test('from 16 bit whole, with the pictures that its requests held', async () => {
    const kept = [
      await keptOf({ like, steps: 9, sampler: 'ddim', model: 'ddpm-64' }, { name: 'Like' }),
      await keptOf({ sketch, seed: 1 }),
      await keptOf({ from: { ...like, width: 70, height: 64 }, latent: [{ dimension: 3, value: -1.25 }] }),
    ];
    kept[0]!.run.note = 'µCT “note”\nwith lines';
    expect(await readAll(await zipOf(kept, 'tiff'))).toEqual(kept);
  });

  test('from 8 bit with 8 bits of each pixel, and says so', async () => {
    const { run, pictures } = await keptOf({ sketch });
    const [back] = await readAll(await zipOf([{ run, pictures }], 'png'));
    expect(back!.run).toEqual({ ...run, bits: 8, cover: back!.run.cover });
    expect(back!.pictures.sketch).toEqual(sketch);
    const off = back!.pictures.images.data.map((level, i) => Math.abs(level - pictures.images.data[i]!));
    expect(Math.max(...off)).toBeLessThanOrEqual(128);
  });

  test('from 8 bit, and from 16 bit of those, with 8 bits still', async () => {
    const [back] = await readAll(await zipOf([await keptOf()], 'png'));
    expect(back!.run.bits).toBe(8);
    const [again] = await readAll(await zipOf([back!], 'tiff'));
    expect(again).toEqual(back);
  });

  test('after another program has packed it anew, in any order', async () => {
    const kept = [await keptOf()];
    const files = unzipSync(await zipOf(kept, 'tiff'));
    const again = zipSync(Object.fromEntries(Object.entries(files).reverse()));
    expect(await readAll(again)).toEqual(kept);
  });

  test('the same run has the same name wherever it is kept; another pixel or model gives another', async () => {
    const { run } = await keptOf({}, { at: 5, name: 'x' });
    expect(run.id).toMatch(/^[0-9a-f]{64}$/);
    expect((await keptOf({}, { at: 6, name: 'y' })).run.id).toBe(run.id);
    const result = resultOf();
    result.images.data[5]! += 0.01;
    const keeping = { card: CARD, name: 'x', at: 5, page: '0.1.0' };
    expect((await toKept(result, keeping)).run.id).not.toBe(run.id);
    const card = { ...CARD, files: [{ ...CARD.files[0]!, sha256: 'b'.repeat(64) }] };
    expect((await toKept(resultOf(), { ...keeping, card })).run.id).not.toBe(run.id);
    expect(await cardHash({ ...CARD, description: 'other words' })).toBe(run.model.hash);
    const typical = { ...CARD.conditions.typical, rocks: { real: [[0.1, 2, 0.03]] } } as typeof CARD.conditions.typical;
    expect(await cardHash({ ...CARD, conditions: { ...CARD.conditions, typical } })).not.toBe(run.model.hash);
  });
});

test('a kept run counts all its bytes and shows its first four slices', async () => {
  const { run, pictures } = await keptOf({ count: 6, like, sketch });
  expect(run.bytes).toBe(6 * 256 * 2 + 4 * like.data.length + 2 * 4 * 256);
  expect(run.cover).toMatchObject({ count: 4, width: 16, height: 16 });
  expect(Array.from(run.cover.data)).toEqual(
    Array.from(pictures.images.data.subarray(0, 4 * 256), (level) => Math.round((level / 65535) * 255)),
  );
});

test.each([
  ['runs', 2001, 1],
  ['bytes', 2, 2 ** 31],
])('more %s than can be read back are refused before anything is written', async (_, count, bytes) => {
  const { run } = await keptOf();
  const runs = Array.from({ length: count }, () => ({ ...run, bytes }));
  const read = () => Promise.reject(new Error('not to be asked for'));
  const first = writeSet(runs, { format: 'png', page: '0', saved: SAVED, read }).next();
  await expect(first).rejects.toThrow(/at most 2000 runs and 4 GB/);
});

describe('hostile and broken files get a sentence', () => {
  /** A set whose files or description are changed. */
  async function changed(
    change: (files: Zippable, runs: Record<string, unknown>[]) => void,
    format: PackFormat = 'png',
  ) {
    const files = unzipSync(await zipOf([await keptOf()], format)) as Record<string, Uint8Array>;
    const metadata = JSON.parse(textOf(files['metadata.json'])) as { runs: Record<string, unknown>[] };
    change(files, metadata.runs);
    if (!('metadata.json' in files)) return zipSync(files);
    return zipSync({ ...files, 'metadata.json': new TextEncoder().encode(JSON.stringify(metadata)) });
  }

  test('no zip, a cut one, and one of something else', async () => {
    expect(await refusal(new Uint8Array([1, 2, 3]))).toMatch(/no zip that Specimen saved, or it is cut off/);
    const whole = await zipOf([await keptOf()], 'png');
    expect(await refusal(whole.subarray(0, whole.length / 2))).toMatch(/no zip that Specimen saved, or it is cut off/);
    expect(await refusal(zipSync({ 'a.txt': new Uint8Array(3) }))).toMatch(/holds no metadata/);
  });

  test('a flipped byte in the pixels, whose checksum then is wrong', async () => {
    const whole = await zipOf([await keptOf()], 'png');
    const at = Buffer.from(whole).indexOf('IDAT') + 20;
    whole[at]! ^= 255;
    expect(await refusal(whole)).toMatch(/images\/0001\.png is (damaged|not the picture)/);
  });

  test.each([
    ['../../etc/passwd', /runs\.0\.slices\.0\.image/],
    ['/images/0001.png', /runs\.0\.slices\.0\.image/],
    ['images/../0001.png', /runs\.0\.slices\.0\.image/],
    ['images/none.png', /lacks images\/none\.png/],
  ])('a path to %s', async (image, sentence) => {
    expect(
      await refusal(await changed((_, [run]) => ((run!['slices'] as { image: string }[])[0]!.image = image))),
    ).toMatch(sentence);
  });

  test.each([
    ['a request out of range', { request: { ...resultOf().request, count: 1e9 } }, /asks for something/],
    ['a request of another kind', { request: ['x'] }, /asks for something/],
    ['an unknown sampler', { request: { ...resultOf().request, sampler: '<img>' } }, /asks for something/],
    ['a huge size', { width: 1e6 }, /runs\.0\.width/],
    ['a name that is a number', { name: 7 }, /runs\.0\.name/],
    ['no slices', { slices: [] }, /runs\.0\.slices/],
    ['a time that is none', { kept: 'yesterday' }, /runs\.0\.kept/],
    ['a time that no clock shows', { kept: '2024-01-01T00:00:00-00' }, /runs\.0\.kept/],
    ['another size than its files', { width: 32 }, /not the picture/],
  ])('%s', async (_, wrong, sentence) => {
    expect(await refusal(await changed((_, [run]) => Object.assign(run!, wrong)))).toMatch(sentence);
  });

  test('keys that reach for the prototype do nothing', async () => {
    const zip = await changed((_, [run]) => {
      run!['request'] = JSON.parse(
        '{"model":"vae-64","material":"rocks","look":"real","count":3,"seed":42,"attributes":{"__proto__":{"x":1}},"constructor":1}',
      );
    });
    const [back] = await readAll(zip);
    expect(back!.run.request).toEqual({
      model: 'vae-64',
      material: 'rocks',
      look: 'real',
      count: 3,
      seed: 42,
      attributes: {},
    });
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test('a bomb: far more than an entry may hold is not unpacked', async () => {
    const bomb = await changed((files) => (files['images/0001.png'] = new Uint8Array(8 * 2 ** 20)));
    expect(bomb.length).toBeLessThan(200_000);
    expect(await refusal(bomb)).toMatch(/larger than what it may hold/);
    const lying = Buffer.from(bomb);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(8 * 2 ** 20);
    for (let at = lying.indexOf(size); at >= 0; at = lying.indexOf(size, at)) lying.writeUInt32LE(100, at);
    expect(await refusal(new Uint8Array(lying))).toMatch(/images\/0001\.png is (damaged|larger)/);
  });

  test('more than 4 GB are not looked at, and no file may be there twice', async () => {
    const huge = openSet({ size: 4.3e9 } as Blob);
    await expect(huge).rejects.toMatchObject({
      name: 'BadFile',
      message: expect.stringMatching(/more than 4 GB/) as string,
    });
    const twice = Buffer.from(await changed(() => undefined))
      .toString('latin1')
      .replaceAll('images/0002', 'images/0001');
    expect(await refusal(Buffer.from(twice, 'latin1'))).toMatch(/no zip that Specimen saved/);
  });

  test('pictures of a request that hold no numbers, or are of two sizes', async () => {
    const broken = { ...like, data: like.data.map((grey, i) => (i === 7 ? NaN : grey)) };
    expect(await refusal(await zipOf([await keptOf({ like: broken })], 'tiff'))).toMatch(
      /0001-like\.tif is not the picture/,
    );
    const files = unzipSync(await zipOf([await keptOf({ sketch })], 'tiff'));
    const metadata = textOf(files['metadata.json']).replace(
      /("file": "requests\/0001-labels\.tif",\s*"width": )16/,
      '$115',
    );
    const zip = zipSync({ ...files, 'metadata.json': new TextEncoder().encode(metadata) });
    expect(await refusal(zip)).toMatch(/sketch of a run in this set is not square/);
  });

  test('an entry that no set has is not looked at, and one that leads out of the zip ends it', async () => {
    expect(await readAll(await changed((files) => (files['extra.bin'] = new Uint8Array(8 * 2 ** 20))))).toHaveLength(1);
    expect(await refusal(await changed((files) => (files['../evil.sh'] = new Uint8Array(9))))).toMatch(/no zip that/);
  });

  test('pixels changed after saving are noticed in 16 bit', async () => {
    const zip = await changed((files) => ((files['images/0001.tif'] as Uint8Array)[600]! ^= 1), 'tiff');
    expect(await refusal(zip)).toMatch(/was changed after it was saved/);
  });

  test('a description of another version, or no JSON', async () => {
    const files = unzipSync(await zipOf([await keptOf()], 'png'));
    const text = textOf(files['metadata.json']);
    const packed = (description: string) =>
      refusal(zipSync({ ...files, 'metadata.json': new TextEncoder().encode(description) }));
    expect(await packed(text.replace('"version": 1', '"version": 2'))).toMatch(/another version/);
    expect(await packed(text.slice(5))).toMatch(/description is damaged/);
    expect(await packed(text.replace('"synthetic": true', '"synthetic": false'))).toMatch(/“synthetic”/);
  });
});
