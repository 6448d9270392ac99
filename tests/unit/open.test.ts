/** Opening a single picture: integers stay what they were, and what cannot be opened says what to do. */
import { encode } from 'fast-png';
import { zipSync } from 'fflate';
import jpegJs from 'jpeg-js';
import { expect, test } from 'vitest';
import { openPicture } from '../../src/lib/decode/open.ts';
import { tiffOf, type TiffPage } from '../support/tiff.ts';

const SIDE = 64;
const N = SIDE * SIDE;
const open = (bytes: Uint8Array | ArrayBuffer, page = 0) =>
  openPicture(new Blob([bytes as BlobPart]), page, (jpeg) => Promise.resolve(jpegJs.decode(jpeg, { useTArray: true })));

/** A ramp over the whole range. */
const ramp = (white: number, length = N) => Array.from({ length }, (_, i) => Math.round((white * i) / (length - 1)));
const png = (data: Uint8Array | Uint16Array, depth: 8 | 16, channels = 1, width = SIDE) =>
  encode({ width, height: data.length / channels / width, data, depth, channels });

const page = (values: Float32Array | Uint16Array | Int16Array): TiffPage => ({
  width: SIDE,
  height: SIDE,
  bits: 8 * values.BYTES_PER_ELEMENT,
  format: values instanceof Float32Array ? 3 : values instanceof Int16Array ? 2 : 1,
  photometric: 1,
  bytes: new Uint8Array(values.buffer),
});
const tiff = (values: Float32Array | Uint16Array | Int16Array) => tiffOf([page(values)]);

test('8 and 16 bit are bit for bit what the file holds', async () => {
  const eight = await open(png(Uint8Array.from(ramp(255)), 8));
  expect(eight).toMatchObject({ width: SIDE, height: SIDE, bitDepth: 8, pages: 1, page: 0, caution: null });
  expect(Array.from(eight.pixels)).toEqual(ramp(255));
  const sixteen = await open(png(Uint16Array.from(ramp(65535)), 16));
  expect(sixteen.bitDepth).toBe(16);
  expect(Array.from(sixteen.pixels)).toEqual(ramp(65535));
  const fromTiff = await open(tiff(Uint16Array.from(ramp(65535))));
  expect(Array.from(fromTiff.pixels)).toEqual(ramp(65535));
});

test('signed values are shifted, so that nothing is lost', async () => {
  const signed = Int16Array.from(ramp(65535), (value) => value - 32768);
  const picture = await open(tiff(signed));
  expect(Array.from(picture.pixels)).toEqual(ramp(65535));
  expect(picture.how).toContain('values + 32768');
});

test('floats in [0, 1] keep their scale, others are stretched, and it says so', async () => {
  const inside = Float32Array.from(ramp(1000), (value) => value / 2000);
  const kept = await open(tiff(inside));
  expect(kept.bitDepth).toBe(16);
  expect(kept.pixels.at(-1)).toBe(32768);
  const stretched = await open(tiff(inside.map((value) => 400 * value - 100)));
  expect([stretched.pixels[0], stretched.pixels.at(-1)]).toEqual([0, 65535]);
  expect(stretched.how).toContain('values -100 to 100 → 16 bit');
});

test('colours become luminance and alpha lies over black', async () => {
  const rgba = Uint8Array.from({ length: 4 * N }, (_, i) => [255, 0, 0, i < 4 * 10 ? 0 : 255][i % 4]!);
  rgba.set([255, 255, 255, 255], 4 * 20);
  const picture = await open(png(rgba, 8, 4));
  expect(picture.pixels[15]).toBe(54); // 0.2126 · 255
  expect([picture.pixels[0], picture.pixels[20]]).toEqual([0, 255]);
  expect(picture.how).toBe('PNG, 8 bit, RGB → luminance, transparency over black');
});

test('a flat picture opens with a caution', async () => {
  const flat = await open(png(Uint16Array.from(ramp(5000)), 16));
  expect(flat.caution).toMatch(/^Its greys fill only 8 % of the range/);
  const single = await open(png(new Uint8Array(N).fill(7), 8));
  expect(single.caution).toMatch(/^All its pixels have the same grey/);
});

test.each<[string, () => Uint8Array | ArrayBuffer, RegExp]>([
  ['one pixel', () => png(Uint8Array.of(1), 8, 1, 1), /^It is 1×1, and the models look at 64×64 pixels at least/],
  ['5000 px', () => png(new Uint8Array(5000 * 64), 8, 1, 5000), /^It is 5000×64, and up to 4096×4096 is opened/],
  ['20000×20000', () => hugeHeader(), /^It has 20000×20000 pixels/],
  ['text', () => new TextEncoder().encode('hello'), /^It is no PNG, JPEG, TIFF or zip/],
  [
    'a zip',
    () => zipSync({ 'a.png': new Uint8Array(9) }),
    /^It is a zip, and a picture is needed here; unpack it first/,
  ],
  ['nothing', () => new Uint8Array(0), /^It is empty or cannot be read/],
  ['half a file', () => png(Uint8Array.from(ramp(255)), 8).subarray(0, 300), /^The PNG is cut off/],
  [
    'NaN',
    () => tiff(Float32Array.from(ramp(1), (value, i) => (i === 9 ? NaN : value))),
    /^It holds NaN or infinite values/,
  ],
])('%s is refused with a sentence', async (_, bytes, sentence) => {
  await expect(open(bytes())).rejects.toThrow(sentence);
});

test('of a stack the page that is asked for', async () => {
  const stack = tiffOf([0, 1, 2].map((k) => page(Uint16Array.from(ramp(65535), (value) => (value >> 1) + k))));
  const picture = await open(stack, 2);
  expect(picture).toMatchObject({ pages: 3, page: 2 });
  expect(picture.pixels[0]).toBe(2);
});

test('a page that is not there is refused', async () => {
  await expect(open(png(Uint8Array.from(ramp(255)), 8), 1)).rejects.toThrow('It has 1 page; choose one of them.');
});

/** A PNG that says it is 20000×20000; the pixels are never looked at. */
function hugeHeader(): Uint8Array {
  const bytes = png(Uint8Array.from(ramp(255)), 8).slice();
  const view = new DataView(bytes.buffer);
  view.setUint32(16, 20000);
  view.setUint32(20, 20000);
  return bytes;
}
