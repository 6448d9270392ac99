import { describe, expect, test } from 'vitest';
import { regionReports, seam } from '../../src/engine/metrics/region.ts';
import { editRegion } from '../../src/lib/editRegion.ts';
import { normals } from '../../src/lib/rng.ts';
import { composite, differenceOf, greyOf, sliceOf } from '../../src/lib/slice.ts';
import { measureAttributes } from '../../src/materials/attributes.ts';
import { simulate } from '../../src/materials/simulate.ts';

const SIDE = 64;
const rock = simulate('rocks', { seed: 3, size: SIDE });
const square = (left: number, top: number, side: number) =>
  Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    return x >= left && x < left + side && y >= top && y < top + side ? 1 : 0;
  });
const batch = (...images: Float32Array[]) => {
  const data = new Float32Array(images.length * SIDE * SIDE);
  images.forEach((image, k) => data.set(image, k * SIDE * SIDE));
  return { data, count: images.length, height: SIDE, width: SIDE };
};

describe('seam', () => {
  const hole = Uint8Array.from(square(16, 16, 32));

  test('of white noise with nothing edited is 1', () => {
    let sum = 0;
    for (let seed = 0; seed < 50; seed++) sum += seam(normals(seed, 0, SIDE * SIDE), hole, SIDE, SIDE);
    expect(Math.abs(sum / 50 - 1)).toBeLessThan(0.03);
  });

  test('of a patch that is brighter than its noisy surroundings is the step over the noise’s own', () => {
    let sum = 0;
    for (let seed = 0; seed < 50; seed++) {
      const raised = normals(seed, 0, SIDE * SIDE).map((z, i) => 0.02 * z + (hole[i] ? 0.2 : 0));
      sum += seam(raised, hole, SIDE, SIDE);
    }
    // Across: 0.2 and hardly ever less. Beside: E|N(0, √2·0.02)| = 2·0.02/√π.
    expect(Math.abs(sum / 50 / (0.2 / (0.04 / Math.sqrt(Math.PI))) - 1)).toBeLessThan(0.03);
  });

  test('of a picture of one grey is 1, and of a flat patch on a flat ground infinite', () => {
    expect(seam(new Float32Array(SIDE * SIDE), hole, SIDE, SIDE)).toBe(1);
    expect(seam(Float32Array.from(hole), hole, SIDE, SIDE)).toBe(Infinity);
  });
});

describe('regionReports', () => {
  test('of an unchanged picture: SSIM 1 and the same phase as the whole where everything is edited', async () => {
    const [report] = await regionReports(batch(rock.image), batch(rock.image), null, 'rocks');
    expect(report!.ssimInside).toBeCloseTo(1, 6);
    expect(report).toMatchObject({ ssimOutside: null, seam: null, around: null });
    expect(report!.inside.areaFraction).toBeCloseTo(rock.attributes.areaFraction, 6);
    expect(report!.inside.s2[0]).toBe(report!.inside.areaFraction);
  });

  test('tells the edited part from the kept one', async () => {
    const hole = square(16, 16, 32);
    const filled = rock.image.map((grey, i) => (hole[i] ? 0.1 : grey)); // one big pore
    const [same, pore] = await regionReports(batch(rock.image), batch(rock.image, filled), hole, 'rocks');
    expect(pore!.inside.pixels).toBe(32 * 32);
    expect(pore!.inside.areaFraction).toBe(1);
    expect([...pore!.inside.s2]).toEqual(Array.from({ length: 17 }, () => 1));
    expect(pore!.around).toEqual(same!.around);
    expect(pore!.ssimInside).toBeLessThan(0.5);
    expect(pore!.ssimOutside).toBeGreaterThan(pore!.ssimInside);
    expect(pore!.seam).toBeGreaterThan(same!.seam!);
  });
});

test('attributes of a part do not depend on what lies in the rest', () => {
  const hole = square(20, 20, 24);
  const kept = Uint8Array.from(hole, (value) => 1 - value);
  const spoiled = (value: number) => rock.image.map((grey, i) => (hole[i] ? value : grey));
  const [white, black] = [1, 0].map((value) => measureAttributes('rocks', spoiled(value), SIDE, SIDE, kept));
  expect(white!.areaFraction).toBe(black!.areaFraction);
  expect(white!.noise).toBe(black!.noise);
  // Smoothing lets the hole's rim reach one pixel into the kept part.
  expect(Math.abs(white!.featureSize / black!.featureSize - 1)).toBeLessThan(0.15);
  const all = measureAttributes('rocks', rock.image, SIDE, SIDE, new Uint8Array(SIDE * SIDE).fill(1));
  expect(all).toEqual(measureAttributes('rocks', rock.image, SIDE, SIDE));
});

describe('editRegion', () => {
  const at = (width: number, height: number, ...pixels: [number, number][]) => {
    const mask = new Uint8Array(width * height);
    for (const [x, y] of pixels) mask[y * width + x] = 255;
    return editRegion(mask, width, height, { side: 64, margin: 24 });
  };

  test('is null for an empty mask', () => {
    expect(at(100, 80)).toBeNull();
  });

  test('of one pixel is the model’s size around it, moved into the picture at corners', () => {
    expect(at(200, 200, [100, 100])).toEqual({ left: 69, top: 69, width: 64, height: 64 });
    expect(at(200, 200, [0, 199])).toEqual({ left: 0, top: 136, width: 64, height: 64 });
  });

  test('of a large mask is its box with the margin, and never more than the picture', () => {
    expect(at(400, 400, [100, 100], [249, 199])).toEqual({ left: 76, top: 76, width: 198, height: 148 });
    expect(at(100, 90, [0, 0], [99, 89])).toEqual({ left: 0, top: 0, width: 100, height: 90 });
  });
});

describe('composite', () => {
  const region = { left: 3, top: 5, width: 64, height: 64 };

  test.each([8, 16] as const)(
    'keeps %d-bit pixels outside the mask bit for bit and takes the patch, clipped, where it is above 0',
    (bitDepth) => {
      const white = 2 ** bitDepth - 1;
      const noise = normals(1, 0, 80 * 90).map((z) => 0.5 + 0.2 * z);
      const slice = sliceOf(noise, 80, 90, bitDepth);
      const mask = square(10, 10, 20);
      mask[0] = 0.5;
      const patch = new Float32Array(64 * 64).fill(1.5); // out of range is clipped
      const after = composite(slice, region, patch, mask);
      for (let y = 0; y < 90; y++) {
        for (let x = 0; x < 80; x++) {
          const [u, v] = [x - 3, y - 5];
          const share = u >= 0 && v >= 0 && u < 64 && v < 64 ? mask[v * 64 + u]! : 0;
          const old = slice.pixels[y * 80 + x]!;
          const wanted = share === 0 ? old : white;
          expect(after.pixels[y * 80 + x]).toBe(wanted);
        }
      }
      expect(slice.pixels).not.toBe(after.pixels);
      expect(greyOf(after, region)[10 * 64 + 10]).toBe(1);
      expect(greyOf(sliceOf(greyOf(slice), 80, 90, bitDepth))).toEqual(greyOf(slice));
    },
  );
});

test('a difference is that of the greys in the region, up or down, 1 where it is most', () => {
  const before = sliceOf(new Float32Array(20).fill(0.4), 5, 4, 16);
  const grey = new Float32Array(20).fill(0.4);
  grey[0] = 1; // outside
  grey[6] = 0.5;
  grey[7] = 0.2;
  const { image, largest } = differenceOf(before, sliceOf(grey, 5, 4, 16), { left: 1, top: 1, width: 3, height: 2 });
  expect(largest).toBeCloseTo(0.2, 4);
  [0.5, 1, 0, 0, 0, 0].forEach((value, i) => expect(image.data[i]).toBeCloseTo(value, 3));
  expect(differenceOf(before, before, { left: 0, top: 0, width: 5, height: 4 }).image.data.every((v) => v === 0)).toBe(
    true,
  );
});
