/** Files of every format, and every way in which one can be bad, made byte by byte here and read as the page reads them. */
import { encode as encodePng } from 'fast-png';
import { Zip, ZipPassThrough, zipSync } from 'fflate';
import { writeArrayBuffer } from 'geotiff';
import jpegJs from 'jpeg-js';
import { describe, expect, test } from 'vitest';
import type { InputFile, IntakeProgress, IntakeSettings } from '../../src/contract/intake.ts';
import { takeIn } from '../../src/lib/decode/intake.ts';
import type { JpegDecoder } from '../../src/lib/decode/jpeg.ts';
import { METADATA_NAME } from '../../src/pack/metadata.ts';
import { tiffOf, type TiffPage } from '../support/tiff.ts';

const SIDE = 8;
const SETTINGS: IntakeSettings = { side: SIDE, fit: 'shrink', range: 'type' };
const jpeg: JpegDecoder = (bytes) => Promise.resolve(jpegJs.decode(bytes, { useTArray: true }));
const take = (files: InputFile[], settings: Partial<IntakeSettings> = {}) =>
  takeIn(files, { ...SETTINGS, ...settings }, { jpeg });
const file = (name: string, bytes: Uint8Array | ArrayBuffer): InputFile => ({
  name,
  blob: new Blob([bytes as BlobPart]),
});

/** A ramp of greys from 0 to `white`, row-major. */
const ramp = (width: number, height: number, white: number) =>
  Array.from({ length: width * height }, (_, i) => Math.round((white * i) / (width * height - 1)));
const png8 = (width = SIDE, height = SIDE, data = Uint8Array.from(ramp(width, height, 255)), channels = 1) =>
  encodePng({ width, height, data, depth: 8, channels });

const page = (
  values: Float32Array | Uint16Array | Int16Array | Uint8Array,
  more: Partial<TiffPage> = {},
): TiffPage => ({
  width: SIDE,
  height: SIDE,
  bits: 8 * values.BYTES_PER_ELEMENT,
  format: values instanceof Float32Array ? 3 : values instanceof Int16Array ? 2 : 1,
  photometric: 1,
  bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  ...more,
});

describe('formats', () => {
  const expected = ramp(SIDE, SIDE, 255).map((value) => value / 255);

  test.each([
    ['8 bit', png8(), 'PNG, 8 bit;'],
    ['alpha', png8(SIDE, SIDE, Uint8Array.from(ramp(SIDE, SIDE, 255).flatMap((v) => [v, 255])), 2), 'PNG, 8 bit;'],
    ['grey RGB', png8(SIDE, SIDE, Uint8Array.from(ramp(SIDE, SIDE, 255).flatMap((v) => [v, v, v])), 3), 'PNG, 8 bit;'],
  ])('PNG, %s', async (_, bytes, what) => {
    const { images, taken, refused } = await take([file('a.png', bytes)]);
    expect(refused).toEqual([]);
    expect(taken[0]!.how).toContain(what);
    images!.data.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
  });

  test('PNG, 16 bit, over its whole type or stretched to its own greys', async () => {
    const data = Uint16Array.from(ramp(SIDE, SIDE, 4095));
    const bytes = encodePng({ width: SIDE, height: SIDE, data, depth: 16, channels: 1 });
    const [full, stretched] = [await take([file('a', bytes)]), await take([file('a', bytes)], { range: 'stretch' })];
    expect(full.images!.data.at(-1)).toBeCloseTo(4095 / 65535, 6);
    expect(full.taken[0]!.how).toBe('PNG, 16 bit; grey 0..65535 → [0, 1]; 8×8');
    expect(stretched.images!.data.at(-1)).toBe(1);
    expect(stretched.taken[0]!.how).toContain('grey 0..4095 → [0, 1]');
  });

  test('colour becomes luminance, transparency lies over black', async () => {
    const pixels = ramp(SIDE, SIDE, 255).flatMap((_, i) =>
      i === 0 ? [255, 0, 0, 255] : i === 1 ? [0, 255, 0, 128] : [0, 0, 255, 255],
    );
    const { images, taken } = await take([file('a', png8(SIDE, SIDE, Uint8Array.from(pixels), 4))]);
    const [red, green, blue] = images!.data;
    expect(red).toBeCloseTo(0.2126, 5);
    expect(green).toBeCloseTo((0.7152 * 128) / 255, 5);
    expect(blue).toBeCloseTo(0.0722, 5);
    expect(taken[0]!.how).toContain('RGB → luminance, transparency over black');
  });

  test('PNG with a palette and with one bit per pixel', async () => {
    const chequered = Uint8Array.from({ length: SIDE }, (_, y) => (y % 2 ? 0x55 : 0xaa));
    const oneBit = encodePng({ width: SIDE, height: SIDE, data: chequered, depth: 1, channels: 1 });
    const { images } = await take([file('a', oneBit)]);
    expect([...images!.data.slice(0, 4)]).toEqual([1, 0, 1, 0]);
    expect([...images!.data.slice(SIDE, SIDE + 2)]).toEqual([0, 1]);
  });

  test('TIFF, 8 and 16 bit, signed, and white is zero', async () => {
    const eight = Uint8Array.from(ramp(SIDE, SIDE, 255));
    const inverted = page(
      eight.map((value) => 255 - value),
      { photometric: 0 },
    );
    const sixteen = Uint16Array.from(ramp(SIDE, SIDE, 65535));
    const signed = Int16Array.from(sixteen, (value) => value - 32768);
    const result = await take([
      file('1', tiffOf([page(eight)])),
      file('2', tiffOf([page(sixteen)])),
      file('3', tiffOf([page(signed)])),
      file('4', tiffOf([inverted])),
    ]);
    expect(result.refused).toEqual([]);
    result.images!.data.forEach((value, i) => expect(value).toBeCloseTo(expected[i % expected.length]!, 2));
    expect(result.taken.map(({ how }) => how.split(';')[0])).toEqual([
      'TIFF, 8 bit',
      'TIFF, 16 bit',
      'TIFF, 16 bit signed',
      'TIFF, 8 bit, white is zero, inverted',
    ]);
  });

  test('TIFF as another program writes it', async () => {
    const { images, refused } = await take([
      file('a.tif', writeArrayBuffer(Float32Array.from(expected), { width: SIDE, height: SIDE })),
    ]);
    expect(refused).toEqual([]);
    images!.data.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
  });

  test('floats in [0, 1] keep their greys, unless they are to be stretched', async () => {
    const values = Float32Array.from(expected, (value) => 0.25 + value / 2);
    const bytes = tiffOf([page(values)]);
    const [kept, stretched] = [await take([file('a', bytes)]), await take([file('a', bytes)], { range: 'stretch' })];
    kept.images!.data.forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 6));
    stretched.images!.data.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  });

  test('a stack of floats shares one range over its pages, and only the page with NaN is left out', async () => {
    const pageOf = (offset: number) => page(Float32Array.from(expected, (value) => value * 10 + offset));
    const broken = Float32Array.from(expected);
    broken[5] = NaN;
    const { images, taken, refused } = await take([file('s.tif', tiffOf([pageOf(0), page(broken), pageOf(10)]))]);
    expect(taken.map(({ name }) => name)).toEqual(['s.tif page 1', 's.tif page 3']);
    expect(images!.data[0]).toBe(0);
    expect(images!.data[SIDE * SIDE - 1]).toBeCloseTo(0.5, 6);
    expect(images!.data.at(-1)).toBe(1);
    expect(refused).toEqual([{ name: 's.tif page 2', why: expect.stringContaining('NaN') as string }]);
  });

  test('JPEG', async () => {
    const data = Buffer.from(ramp(16, 16, 255).flatMap((v) => [v, v, v, 255]));
    const { images, refused } = await take([file('a.jpg', jpegJs.encode({ data, width: 16, height: 16 }, 95).data)]);
    expect(refused).toEqual([]);
    expect(images!.data[0]).toBeCloseTo(0.03, 1);
    expect(images!.data.at(-1)).toBeCloseTo(0.97, 1);
  });

  test('a zip with folders, and files by their numbers', async () => {
    const bytes = zipSync({
      'set/10.png': png8(),
      'set/9.png': png8(),
      '__MACOSX/set/._9.png': png8(),
      'set/note.txt': new Uint8Array(9),
    });
    const { taken, refused } = await take([file('z.zip', bytes)]);
    expect(taken.map(({ name }) => name)).toEqual(['z.zip/set/9.png', 'z.zip/set/10.png']);
    expect(refused).toEqual([
      { name: 'z.zip/set/note.txt', why: 'It is no PNG, JPEG, TIFF or zip; choose another file.' },
    ]);
  });

  const GOES_ALONG = 'Label images, masks, requests and JSON files go with slices and are not measured as slices.';
  const simulated = {
    '0001.labels.png': png8(),
    '0001.png': png8(),
    '0002.LABELS.PNG': png8(),
    'samples.json': png8(),
  };
  const set = { [METADATA_NAME]: png8(), 'images/a.png': png8(), 'masks/a.png': png8(), 'requests/a-like.png': png8() };
  const beneath = (folder: string, files: object) =>
    Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${folder}/${name}`, bytes as Uint8Array]));

  test.each<[string, Record<string, Uint8Array>, string[], string]>([
    ['the simulators', simulated, ['0001.png'], '0001.labels.png … (+2)'],
    ['the Gallery', set, ['images/a.png'], 'metadata.json … (+2)'],
    ['the Gallery, in a folder', beneath('my', set), ['my/images/a.png'], 'my/metadata.json … (+2)'],
  ])('of a folder or zip of %s the slices, and what goes with them is named', async (_, files, names, leftOut) => {
    const zipped = await take([file('z.zip', zipSync(files))]);
    expect(zipped.taken.map(({ name }) => name)).toEqual(names.map((name) => `z.zip/${name}`));
    expect(zipped.refused).toEqual([{ name: `z.zip/${leftOut}`, why: GOES_ALONG }]);
    const loose = await take(Object.entries(files).map(([name, bytes]) => file(name, bytes)));
    expect(loose.taken.map(({ name }) => name)).toEqual(names);
    expect(loose.refused).toEqual([{ name: leftOut, why: GOES_ALONG }]);
  });

  test('folders called masks where no set was saved', async () => {
    const { taken, refused } = await take([file('z.zip', zipSync({ 'masks/a.png': png8(), 'b/masks/c.png': png8() }))]);
    expect(taken.map(({ name }) => name)).toEqual(['z.zip/b/masks/c.png', 'z.zip/masks/a.png']);
    expect(refused).toEqual([]);
  });

  test('what can still be read when a file cannot', async () => {
    const lost = new Blob();
    lost.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadableError')) }) as unknown as Blob;
    const { taken, refused } = await take([{ name: 'lost.png', blob: lost }, file('good.png', png8())]);
    expect(taken.map(({ name }) => name)).toEqual(['good.png']);
    expect(refused).toEqual([{ name: 'lost.png', why: 'It could not be read; check that it opens elsewhere.' }]);
  });

  test('a zip written as a stream, whose pictures hold what looks like its own marks', async () => {
    const picture = encodePng({
      ...{ width: SIDE, height: SIDE, data: Uint8Array.from(ramp(SIDE, SIDE, 255)), depth: 8, channels: 1 },
      text: { Comment: 'PK\x07\x08 and PK\x03\x04 and PK\x01\x02' },
    });
    const parts: Uint8Array[] = [];
    const zip = new Zip((_, part) => parts.push(part));
    for (const name of ['a.png', 'b.png']) {
      const entry = new ZipPassThrough(name); // its size follows it, and nothing before says where it ends
      zip.add(entry);
      entry.push(picture, true);
    }
    zip.end();
    const { taken, refused } = await take([file('z.zip', Buffer.concat(parts))]);
    expect(refused).toEqual([]);
    expect(taken.map(({ name }) => name)).toEqual(['z.zip/a.png', 'z.zip/b.png']);
  });

  test('each row carries the hash of its file', async () => {
    const { taken } = await take([file('a', png8())]);
    const digest = await crypto.subtle.digest('SHA-256', png8() as BufferSource);
    expect(taken[0]!.sha256).toBe(Buffer.from(digest).toString('hex'));
  });
});

describe('to the common size', () => {
  test('shrink averages areas, also where they do not divide evenly', async () => {
    const stripes = Uint8Array.from({ length: 24 * 24 }, (_, i) => ((i % 24) % 3 === 0 ? 255 : 0));
    const { images, taken } = await take([file('a', png8(24, 24, stripes)), file('b', png8(20, 20))]);
    // Stripes finer than the new pixels turn into their mean instead of an alias, which is refused as flat grey.
    expect(taken.map(({ name }) => name)).toEqual(['b']);
    expect(taken[0]!.how).toContain('20×20, mean of 2.5×2.5 → 8×8');
    const mean = images!.data.reduce((sum, value) => sum + value, 0) / images!.data.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(images!.data[0]).toBeLessThan(images!.data[1]!);
  });

  test('crop keeps the pixels of the middle', async () => {
    const { images, taken } = await take([file('a', png8(12, 10))], { fit: 'crop' });
    expect(taken[0]!.how).toContain('centre 8×8 of 12×10');
    expect(images!.data[0]).toBeCloseTo(ramp(12, 10, 255)[12 * 1 + 2]! / 255, 6);
  });

  test('mixed sizes come out equal', async () => {
    const { images } = await take([file('a', png8(9, 30)), file('b', png8(64, 64))]);
    expect(images).toMatchObject({ count: 2, width: SIDE, height: SIDE });
  });
});

describe('bad files: a sentence each, and the rest goes on', () => {
  const cmyk = jpegJs.encode({ data: Buffer.alloc(16 * 16 * 4, 9), width: 16, height: 16 }, 90).data;
  const frame = cmyk.indexOf(Buffer.from([0xff, 0xc0]));
  cmyk[frame + 9] = 4; // components in the frame header
  const wholeJpeg = jpegJs.encode(
    { data: Buffer.from(ramp(16, 16, 255).flatMap((v) => [v, v, v, 255])), width: 16, height: 16 },
    90,
  ).data;
  const whole = png8(64, 64);
  const directoryFirst = new Uint8Array(
    writeArrayBuffer(Uint8Array.from(ramp(SIDE, SIDE, 255)), { width: SIDE, height: SIDE }),
  );
  const stack = tiffOf([page(Uint8Array.from(ramp(SIDE, SIDE, 255)))]);
  // Three tags of width, height and depth at byte 8, and byte 8 again as the next directory.
  const loop = Uint8Array.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, 3, 0, 0, 1, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 1, 1, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 2, 1, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0]); // prettier-ignore

  test.each<[string, Uint8Array, RegExp]>([
    ['a PNG that was cut off', whole.subarray(0, whole.length - 40), /cut off or damaged/],
    ['a PNG cut off in its header', whole.subarray(0, 20), /cut off or damaged/],
    ['a JPEG that was cut off', wholeJpeg.subarray(0, wholeJpeg.length - 20), /cut off or damaged/],
    ['a CMYK JPEG', cmyk, /CMYK/],
    ['a TIFF without its directory', stack.subarray(0, 40), /cut off, damaged/],
    ['a TIFF whose pixels end early', directoryFirst.subarray(0, directoryFirst.length - 20), /cut off, damaged/],
    ['a CMYK TIFF', tiffOf([page(new Uint8Array(256), { photometric: 5, samples: 4 })]), /CMYK/],
    ['an all-black image', png8(SIDE, SIDE, new Uint8Array(64)), /same grey, 0/],
    ['floats that are not numbers', tiffOf([page(new Float32Array(64).fill(NaN))]), /NaN/],
    ['something else', new TextEncoder().encode('hello'), /no PNG, JPEG, TIFF or zip/],
    ['an empty file', new Uint8Array(0), /is empty/],
    ['an image that is too small', png8(6, 9), /6×9 and would have to be enlarged/],
    ['a TIFF whose directory names itself as the next', loop, /TIFF is cut off, damaged/],
    ['an empty zip', zipSync({}), /holds no files/],
    ['a zip in a zip', zipSync({ 'b.zip': zipSync({ 'a.png': png8() }) }), /zip inside a zip/],
    [
      'a zip that was cut off',
      zipSync({ 'a.png': png8(64, 64), 'b.png': png8(64, 64) }).subarray(0, 300),
      /cut off or damaged/,
    ],
  ])('%s', async (_, bytes, sentence) => {
    const { images, taken, refused } = await take([file('bad', bytes), file('good.png', png8())]);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.why).toMatch(sentence);
    for (const { why } of refused) expect(why).toMatch(/^[A-Z].*\.$/);
    expect(taken.map(({ name }) => name)).toContain('good.png');
    expect(images).not.toBeNull();
  });

  /** A zip of two pictures, the first at its beginning, with some of its bytes changed. */
  const changed = (change: (zip: Uint8Array) => void) => {
    const zip = zipSync({ 'a.png': png8(64, 64), 'b.png': png8() }, { level: 0 });
    change(zip);
    return zip;
  };
  /** Where the first entry stands in the directory. */
  const directoryOf = (zip: Uint8Array) => Buffer.from(zip).indexOf(Buffer.from('PK\x01\x02', 'latin1'));

  test.each<[string, Uint8Array, RegExp]>([
    ['damaged in its pixels', changed((zip) => (zip[200]! ^= 1)), /damaged or encrypted/],
    ['encrypted', changed((zip) => (zip[directoryOf(zip) + 8]! |= zip[6]! |= 1)), /damaged or encrypted/],
    [
      'packed in an unknown way',
      changed((zip) => (zip[directoryOf(zip) + 10] = zip[8] = 97)),
      /not read; pack it again/,
    ],
  ])('an entry of a zip that is %s is named, and the others are read', async (_, zip, sentence) => {
    const { taken, refused } = await take([file('z.zip', zip)]);
    expect(taken.map(({ name }) => name)).toEqual(['z.zip/b.png']);
    expect(refused).toEqual([{ name: 'z.zip/a.png', why: expect.stringMatching(sentence) as string }]);
  });

  test('an entry that lies over another one is refused, as in archives that hold one file a million times', async () => {
    const zip = zipSync({ 'a.png': png8(), 'b.png': png8() }, { level: 0 });
    const second = Buffer.from(zip).lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    zip.fill(0, second + 42, second + 46); // where it says that its file begins
    const { taken, refused } = await take([file('z.zip', zip)]);
    expect(taken.length).toBeLessThan(2);
    expect(refused.map(({ why }) => why)).toContainEqual(expect.stringMatching(/damaged or encrypted/));
  });

  test('an entry that says it is small and unpacks without end is stopped', async () => {
    const zip = zipSync({ 'bomb.tif': new Uint8Array(257 * 2 ** 20) }, { level: 1 });
    const why = async () => (await take([file('z.zip', zip)])).refused.map((refused) => refused.why);
    expect(await why()).toEqual([expect.stringMatching(/more than 256 MB/)]);
    const view = new DataView(zip.buffer, zip.byteOffset);
    for (const at of [22, directoryOf(zip) + 24]) view.setUint32(at, 64, true); // its size, where it is said
    expect(await why()).toEqual([expect.stringMatching(/more than 256 MB|damaged/)]);
  });

  test('a TIFF of 4 GB is refused by its size, before it is read', async () => {
    const head = new Blob([tiffOf([page(new Uint8Array(64))]) as BlobPart]);
    const read: number[] = [];
    const huge = {
      size: 4.3e9,
      slice(from: number, to: number) {
        read.push(to - from);
        return head.slice(from, to);
      },
    } as Blob;
    const { refused } = await take([{ name: 'huge.tif', blob: huge }]);
    expect(refused).toEqual([{ name: 'huge.tif', why: expect.stringMatching(/4\.3 GB.*split/) as string }]);
    expect(read.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(64);
  });

  const grey = () => page(Uint8Array.from(ramp(SIDE, SIDE, 255)));
  const five = [0, 1, 2, 3, 4];
  test.each([
    ['files', five.map((i) => file(`${i}.png`, png8())), '4.png'],
    ['files, two too many', [...five, 5].map((i) => file(`${i}.png`, png8())), '4.png … (+1)'],
    ['pages of a stack', [file('a.tif', tiffOf(five.map(grey)))], 'a.tif page 5'],
    [
      'files of a zip',
      [file('a.zip', zipSync(Object.fromEntries(five.map((i) => [`${i}.png`, png8()]))))],
      'a.zip/4.png …',
    ],
  ])('more images than a set holds, as %s: the first that has no room is named', async (_, files, name) => {
    const { images, refused } = await takeIn(files, SETTINGS, { jpeg, capacity: 4 * SIDE ** 2 });
    expect(images!.count).toBe(4);
    expect(refused).toEqual([{ name, why: expect.stringContaining('at most 4 images') as string }]);
  });
  test('as many images as a set holds are no reason to name one', async () => {
    const files = [file('a.tif', tiffOf(five.slice(1).map(grey)))];
    const { images, refused } = await takeIn(files, SETTINGS, { jpeg, capacity: 4 * SIDE ** 2 });
    expect([images!.count, refused]).toEqual([4, []]);
  });
});

test('progress counts files, and cancelling ends it between two of them', async () => {
  const controller = new AbortController();
  const seen: IntakeProgress[] = [];
  const files = Array.from({ length: 9 }, (_, i) => file(`${i}.png`, png8()));
  const onProgress = (progress: IntakeProgress) => {
    seen.push(progress);
    if (progress.files === 3) controller.abort();
  };
  const taking = takeIn(files, SETTINGS, { jpeg, onProgress, signal: controller.signal });
  await expect(taking).rejects.toMatchObject({ name: 'Cancelled' });
  expect(seen.at(-1)).toEqual({ files: 3, total: 9, images: 3, refused: 0 });
});
