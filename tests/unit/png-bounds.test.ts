/** PNG files that would unpack to far more than their pixels. */
import { crc32, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodePng } from '../../src/lib/decode/png.ts';
import { bounded } from '../../src/lib/decode/pngBounds.ts';

const SIDE = 16;
const PIXELS = Uint8Array.from({ length: SIDE * SIDE }, (_, k) => k);
const ROWS = Buffer.concat(
  Array.from({ length: SIDE }, (_, y) => [0, ...PIXELS.subarray(y * SIDE, (y + 1) * SIDE)]).map((row) =>
    Buffer.from(row),
  ),
);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const HEADER = chunk('IHDR', Buffer.from([0, 0, 0, SIDE, 0, 0, 0, SIDE, 8, 0, 0, 0, 0]));
const END = chunk('IEND', Buffer.alloc(0));
const png = (...chunks: Buffer[]) => Buffer.concat([SIGNATURE, HEADER, ...chunks, END]);

test('one that unpacks to no more than its pixels is read, in one piece or several', () => {
  const packed = deflateSync(ROWS);
  const half = packed.length >> 1;
  for (const parts of [[packed], [packed.subarray(0, half), packed.subarray(half)]]) {
    const { grey } = decodePng(png(...parts.map((part) => chunk('IDAT', part))));
    expect([...grey]).toEqual([...PIXELS]);
  }
});

test('one that unpacks to more is refused, long before all of it is unpacked', () => {
  const bomb = png(chunk('IDAT', deflateSync(Buffer.alloc(64 * 2 ** 20))));
  expect(bomb.length).toBeLessThan(100_000);
  expect(() => bounded(bomb)).toThrow('more than its pixels');
  expect(() => decodePng(bomb)).toThrow(/cut off or damaged/);
});

test('a colour profile, which is packed as well, is left out', () => {
  const profile = chunk('iCCP', Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(64 * 2 ** 20))]));
  const image = chunk('IDAT', deflateSync(ROWS));
  expect(Buffer.from(bounded(png(profile, image)))).toEqual(png(image));
});
