/** Channels, palettes, defaults and trailers: files that are in order, but not of the plainest kind, made byte by byte. */
import { crc32, deflateSync } from 'node:zlib';
import { encode as encodePng } from 'fast-png';
import jpegJs from 'jpeg-js';
import { describe, expect, test } from 'vitest';
import { openFile } from '../../src/lib/decode/file.ts';
import { tiffOf, type TiffPage } from '../support/tiff.ts';

const SIDE = 4;
const N = SIDE * SIDE;

/** Greys of the first page, and the words on how they were read. */
const read = async (bytes: Uint8Array) => {
  const picture = await openFile(new Blob([bytes as BlobPart]), (jpeg) =>
    Promise.resolve(jpegJs.decode(jpeg, { useTArray: true })),
  );
  const { grey, what } = await picture.read(0);
  return { grey: [...grey], what };
};
const luminance = (r: number, g: number, b: number) => Math.fround(0.2126 * r + 0.7152 * g + 0.0722 * b);

describe('channels of a TIFF', () => {
  const tiff = (pixel: number[], more: Partial<TiffPage>) =>
    tiffOf([
      {
        ...{ width: SIDE, height: SIDE, bits: 8, format: 1, photometric: 1, samples: pixel.length },
        bytes: Uint8Array.from(Array.from({ length: N }, () => pixel).flat()),
        ...more,
      },
    ]);

  test.each<[string, number[], Partial<TiffPage>, number, string]>([
    ['two grey ones', [200, 128], {}, 200, 'TIFF, 8 bit, other channels left out'],
    ['two grey ones, said to be', [200, 128], { extra: [0] }, 200, 'TIFF, 8 bit, other channels left out'],
    ['three grey ones', [200, 100, 50], { extra: [0, 0] }, 200, 'TIFF, 8 bit, other channels left out'],
    ['four grey ones', [200, 100, 50, 128], { extra: [0, 0, 0] }, 200, 'TIFF, 8 bit, other channels left out'],
    ['grey and alpha', [200, 51], { extra: [2] }, 40, 'TIFF, 8 bit, transparency over black'],
    ['grey multiplied by alpha', [40, 51], { extra: [1] }, 40, 'TIFF, 8 bit, transparency over black'],
    [
      'grey, another and alpha',
      [200, 9, 51],
      { extra: [0, 2] },
      40,
      'TIFF, 8 bit, other channels left out, transparency over black',
    ],
    [
      'grey and alpha, white is zero',
      [55, 51],
      { extra: [2], photometric: 0 },
      40,
      'TIFF, 8 bit, white is zero, inverted, transparency over black',
    ],
    ['grey, which says more than it holds', [200], { extra: [2] }, 200, 'TIFF, 8 bit'],
    ['RGB', [200, 100, 50], { photometric: 2 }, luminance(200, 100, 50), 'TIFF, 8 bit, RGB → luminance'],
    [
      'RGB and a fourth',
      [200, 100, 50, 51],
      { photometric: 2, extra: [0] },
      luminance(200, 100, 50),
      'TIFF, 8 bit, other channels left out, RGB → luminance',
    ],
    [
      'RGB and alpha',
      [200, 100, 50, 51],
      { photometric: 2, extra: [2] },
      luminance(40, 20, 10),
      'TIFF, 8 bit, RGB → luminance, transparency over black',
    ],
    [
      'RGB multiplied by alpha',
      [40, 20, 10, 51],
      { photometric: 2, extra: [1] },
      luminance(40, 20, 10),
      'TIFF, 8 bit, RGB → luminance, transparency over black',
    ],
  ])('%s', async (_, pixel, more, grey, what) => {
    const picture = await read(tiff(pixel, more));
    expect(picture.what).toBe(what);
    for (const value of picture.grey) expect(value).toBeCloseTo(grey, 4);
  });

  test.each([4, 12])('several of %i bit: what to do', async (bits) => {
    const bytes = tiff([200, 100, 50], { photometric: 2, bits });
    await expect(read(bytes)).rejects.toThrow(/no multiple of 8; save it with 8 or 16 bits/);
  });

  test('floats are opaque at 1', async () => {
    const values = Float32Array.from({ length: 2 * N }, (_, i) => (i % 2 ? 0.5 : 3));
    const more = { bits: 32, format: 3, extra: [2], bytes: new Uint8Array(values.buffer) };
    expect((await read(tiff([0, 0], more))).grey).toEqual(new Array(N).fill(1.5));
  });

  test('32-bit integers are opaque at their greatest', async () => {
    const values = Uint32Array.from({ length: 2 * N }, (_, i) => (i % 2 ? 2 ** 32 - 1 : 70_000));
    const picture = await read(tiff([0, 0], { bits: 32, extra: [2], bytes: new Uint8Array(values.buffer) }));
    expect(picture).toEqual({ grey: new Array(N).fill(70_000), what: 'TIFF, 32 bit' });
  });

  test.each([
    ['black', 1, [1, 0, 1, 0], 'TIFF, 1 bit'],
    ['white', 0, [0, 1, 0, 1], 'TIFF, 1 bit, white is zero, inverted'],
  ])('one bit per pixel, which its directory leaves to the default; %s is zero', async (_, photometric, row, what) => {
    const picture = await read(tiff([0], { bits: null, photometric, bytes: new Uint8Array(SIDE).fill(0xa0) }));
    expect(picture.what).toBe(what);
    expect(picture.grey.slice(0, SIDE)).toEqual(row);
  });
});

describe('chunks of a PNG', () => {
  const chunk = (type: string, data: ArrayLike<number>) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), Uint8Array.from(data)]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  /** A PNG of the given kind with further chunks before its pixels. */
  const png = (pixels: Uint8Array | Uint16Array, channels: number, depth: 1 | 8 | 16, ...chunks: Buffer[]) => {
    const plain = encodePng({ width: SIDE, height: SIDE, data: pixels, depth, channels });
    const header = 33; // bytes of the signature and the chunk IHDR
    return Buffer.concat([plain.subarray(0, header), ...chunks, plain.subarray(header)]);
  };
  const rgb = Uint8Array.from({ length: 3 * N }, (_, i) => 5 * i);
  const expected = Array.from({ length: N }, (_, i) => luminance(15 * i, 15 * i + 5, 15 * i + 10));

  test('true colour with a palette, which is only a suggestion', async () => {
    const picture = await read(png(rgb, 3, 8, chunk('PLTE', [9, 9, 9, 200, 200, 200])));
    expect(picture.what).toBe('PNG, 8 bit, RGB → luminance');
    expect(picture.grey).toEqual(expected);
  });

  test('a palette, some of it transparent', async () => {
    const indices = Uint8Array.from({ length: N }, (_, i) => i % 2);
    const bytes = png(indices, 1, 8, chunk('PLTE', [9, 9, 9, 200, 200, 200]), chunk('tRNS', [255, 51]));
    bytes[25] = 3; // the colour type, which the encoder chose before there was a palette
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    const picture = await read(bytes);
    expect(picture).toEqual({
      grey: Array.from(indices, (index) => (index ? 40 : 9)),
      what: 'PNG, 8 bit, palette, transparency over black',
    });
  });

  test('a palette that is missing', async () => {
    const bytes = png(new Uint8Array(N), 1, 8);
    bytes[25] = 3;
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    await expect(read(bytes)).rejects.toThrow('The PNG is cut off or damaged; save or copy it again.');
  });

  test('one colour that is transparent', async () => {
    const picture = await read(png(rgb, 3, 8, chunk('tRNS', [0, 45, 0, 50, 0, 55])));
    expect(picture.what).toBe('PNG, 8 bit, RGB → luminance, transparency over black');
    expect(picture.grey).toEqual(expected.map((grey, i) => (i === 3 ? 0 : grey)));
  });

  const small = Uint8Array.from({ length: N }, (_, i) => i);
  const large = Uint16Array.from(small, (value) => 700 + value);

  test.each<[1 | 8 | 16, Uint8Array | Uint16Array, number[], number[], string]>([
    [8, small, [0, 7], [6, 0, 8], 'PNG, 8 bit, transparency over black'],
    [16, large, [2, 195], [706, 0, 708], 'PNG, 16 bit, transparency over black'],
    // Only the lowest bits of the chunk count.
    [1, new Uint8Array(SIDE).fill(0xa0), [0, 3], [0, 0, 0], 'PNG, 1 bit, transparency over black'],
    [8, small, [0, 99], [6, 7, 8], 'PNG, 8 bit'],
  ])('one grey of %i bits that is transparent', async (depth, pixels, key, greys, what) => {
    const picture = await read(png(pixels, 1, depth, chunk('tRNS', key)));
    expect(picture.what).toBe(what);
    expect(picture.grey.slice(6, 9)).toEqual(greys);
  });

  test.each([1, 2, 4])('interlaced, %i bit per pixel: what to do', async (depth) => {
    // All of the pixels of a picture of 1×1 are in the first pass.
    const header = [0, 0, 0, 1, 0, 0, 0, 1, depth, 0, 0, 0, 1];
    const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
    const pixels = chunk('IDAT', deflateSync(Uint8Array.of(0, 0x80)));
    const bytes = Buffer.concat([signature, chunk('IHDR', header), pixels, chunk('IEND', [])]);
    await expect(read(bytes)).rejects.toThrow(/^The PNG is interlaced .*; save it again without interlacing\.$/);
  });

  test('interlaced, 8 bit per pixel', async () => {
    const pixels = Uint8Array.from({ length: N }, (_, i) => i);
    const bytes = encodePng({ width: SIDE, height: SIDE, data: pixels, depth: 8, channels: 1 }, { interlace: 'Adam7' });
    expect(await read(bytes)).toEqual({ grey: [...pixels], what: 'PNG, 8 bit' });
  });
});

describe('the end of a JPEG', () => {
  const data = Buffer.from(Array.from({ length: 4 * 256 }, (_, i) => (i % 4 === 3 ? 255 : (i >> 2) % 251)));
  const whole = new Uint8Array(jpegJs.encode({ data, width: 16, height: 16 }, 90).data);
  const cut = whole.subarray(0, whole.length - 20);
  const damaged = 'The JPEG is cut off or damaged; save or copy it again.';
  /** With an application segment that holds another picture, as cameras add a thumbnail. */
  const withThumbnail = (bytes: Uint8Array) => {
    const length = 2 + whole.length;
    const segment = [0xff, 0xe1, length >> 8, length & 255];
    return Buffer.concat([bytes.subarray(0, 2), Uint8Array.from(segment), whole, bytes.subarray(2)]);
  };

  test.each([
    ['a film, as in the motion photos of phones', Buffer.from('\0\0\0\x18ftypmp42\xd9\0\xd9', 'latin1')],
    ['another picture', whole],
    ['nothing but zeros', new Uint8Array(64)],
  ])('is followed by %s', async (_, trailer) => {
    expect(await read(Buffer.concat([whole, trailer]))).toEqual(await read(whole));
  });

  test('is missing', async () => {
    await expect(read(cut)).rejects.toThrow(damaged);
    await expect(read(Buffer.concat([cut, Uint8Array.of(0xd9)]))).rejects.toThrow(damaged);
  });

  test('is not that of a thumbnail', async () => {
    expect(await read(withThumbnail(whole))).toEqual(await read(whole));
    await expect(read(withThumbnail(cut))).rejects.toThrow(damaged);
  });
});
