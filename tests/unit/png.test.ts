import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { METADATA_KEY, encodePixels, encodePng } from '../../src/lib/png.ts';

const IMAGE = { data: Float32Array.from([0, 0.25, 0.5, 0.75, 1, 2]), width: 3, height: 2 };

test.each([
  [8, [0, 64, 128, 191, 255, 255]],
  [16, [0, 16384, 32768, 49151, 65535, 65535]],
] as const)('a %i-bit file holds the rounded, clipped grey values', (bitDepth, expected) => {
  const png = decode(encodePng(IMAGE, bitDepth, {}));
  expect([png.width, png.height, png.channels, png.depth]).toEqual([3, 2, 1, bitDepth]);
  expect(Array.from(png.data)).toEqual(expected);
});

test('metadata survives, characters beyond ASCII included', () => {
  const metadata = { request: { seed: 7 }, caption: 'µCT, ψ = 0.5' };
  expect(JSON.parse(decode(encodePng(IMAGE, 8, metadata)).text[METADATA_KEY]!)).toEqual(metadata);
});

test.each([8, 16] as const)('a slice of %i bits comes back bit for bit', (bitDepth) => {
  const all =
    bitDepth === 8 ? Uint8Array.from({ length: 256 }, (_, i) => i) : Uint16Array.from({ length: 65536 }, (_, i) => i);
  const side = Math.sqrt(all.length);
  const png = decode(encodePixels({ width: side, height: side, bitDepth, pixels: all }, { synthetic: true }));
  expect(png.depth).toBe(bitDepth);
  expect(png.data).toEqual(all);
  expect(JSON.parse(png.text[METADATA_KEY]!)).toEqual({ synthetic: true });
});
