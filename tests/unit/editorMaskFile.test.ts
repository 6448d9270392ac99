import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { Refused } from '../../src/lib/decode/picture.ts';
import { decodeMask, encodeMask } from '../../src/ui/editor/maskFile.ts';

const [width, height] = [5, 3];
const size = { width, height };
const mask = Uint8Array.from({ length: width * height }, (_, i) => [0, 255, 128, 1, 254][i % 5]!);

/** What a visitor is told about a file. */
function refusal(bytes: Uint8Array): string {
  try {
    decodeMask(bytes, size);
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
  throw new Error('The file was taken.');
}

/** A PNG of the mask with `channels` values per pixel, made of its grey by `values`. */
const png = (channels: number, values: (grey: number) => number[]) =>
  encode({ ...size, depth: 8, channels, data: Uint8Array.from([...mask].flatMap(values)) });

describe('a mask as PNG', () => {
  it('comes back byte for byte', () => {
    expect(decodeMask(encodeMask({ ...size, mask }), size)).toEqual(mask);
  });

  it('may be of 16 bit, or of three equal channels, or opaque', () => {
    const deep = encode({ ...size, depth: 16, channels: 1, data: Uint16Array.from(mask, (value) => 257 * value) });
    expect(decodeMask(deep, size)).toEqual(mask);
    expect(
      decodeMask(
        png(3, (grey) => [grey, grey, grey]),
        size,
      ),
    ).toEqual(mask);
    expect(
      decodeMask(
        png(4, (grey) => [grey, grey, grey, 255]),
        size,
      ),
    ).toEqual(mask);
  });

  it('of another size is refused with both sizes', () => {
    const other = encodeMask({ width: 3, height: 5, mask });
    expect(refusal(other)).toBe('The mask has 3×5 pixels and the picture 5×3; bring it to that size first.');
  });

  it('in colour, or transparent, is refused, because it could mean either', () => {
    expect(refusal(png(3, (grey) => [grey, 0, 0]))).toContain('in colour');
    expect(refusal(png(4, (grey) => [255, 255, 255, grey]))).toContain('transparent');
    expect(refusal(png(2, (grey) => [255, grey]))).toContain('transparent');
  });

  it('that is damaged, or no PNG, is refused', () => {
    const bytes = encodeMask({ ...size, mask });
    const damaged = bytes.slice();
    damaged[bytes.length - 20]! ^= 0x55;
    expect(refusal(damaged)).toContain('cut off or damaged');
    expect(refusal(bytes.slice(0, bytes.length - 20))).toContain('cut off or damaged');
    expect(refusal(new Uint8Array())).toContain('no PNG');
    expect(refusal(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]))).toContain('no PNG');
  });
});
