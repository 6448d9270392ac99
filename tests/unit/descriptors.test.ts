/** Physical descriptors against PoreSpy and NumPy (training/golden_descriptors.py), closed forms, and what they promise. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MeasureRequest, Segmentation } from '../../src/contract/measure.ts';
import { AxisVotes } from '../../src/engine/metrics/descriptors/axis.ts';
import { autocorrelation, halfSpectrum } from '../../src/engine/metrics/descriptors/fourier.ts';
import { compareDescriptors } from '../../src/engine/metrics/descriptors/compare.ts';
import type { ImageDescriptors } from '../../src/engine/metrics/descriptors/describe.ts';
import { measureDescriptors } from '../../src/engine/metrics/descriptors/index.ts';
import { chordLengths, interfaceLength, linealPath } from '../../src/engine/metrics/descriptors/lines.ts';
import { addToHistogram, chooseSegmentation, otsu, segment } from '../../src/engine/metrics/descriptors/phase.ts';
import { fineResidual, polarBins, ringIndex } from '../../src/engine/metrics/descriptors/rings.ts';
import { bandCount, radialPower, spectralGrid } from '../../src/engine/metrics/descriptors/spectrum.ts';
import { localRadius, localThickness } from '../../src/engine/metrics/descriptors/thickness.ts';
import { pairCounts, twoPointCorrelation } from '../../src/engine/metrics/descriptors/twoPoint.ts';
import { squaredDistances } from '../../src/lib/distance.ts';
import { Random, normals, uniforms } from '../../src/lib/rng.ts';
import { smooth } from '../../src/materials/attributes.ts';
import { fieldSize, finish, scan } from '../../src/materials/instrument.ts';
import { simulate } from '../../src/materials/simulate.ts';

interface Golden {
  recipe: { seed: number; passes: number; height: number; width: number; threshold: number };
  areaFraction: number;
  otsu: number;
  interfaceLength: number;
  twoPoint: number[];
  linealPath: number[];
  chordLength: number[];
  localThickness: number[];
  radialPower: number[];
}

const GOLDEN = new URL('../golden/descriptors/', import.meta.url);
const golden = readdirSync(GOLDEN).map(
  (file) => [file, JSON.parse(readFileSync(new URL(file, GOLDEN), 'utf8')) as Golden] as const,
);

/** The script's field: uniforms, smoothed by [1 2 1]/4 along rows and columns with mirrored borders. */
function field({ seed, passes, height, width }: Golden['recipe']): Float64Array {
  let grey = uniforms(seed, 0, height * width);
  const mirror = (i: number, n: number) => (i < 0 ? 1 : i >= n ? n - 2 : i);
  for (let pass = 0; pass < passes; pass++) {
    const rows = grey;
    const along = rows.map((value, i) => {
      const x = i % width;
      return (rows[i - x + mirror(x - 1, width)]! + 2 * value + rows[i - x + mirror(x + 1, width)]!) / 4;
    });
    grey = along.map((value, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      return (along[mirror(y - 1, height) * width + x]! + 2 * value + along[mirror(y + 1, height) * width + x]!) / 4;
    });
  }
  return grey;
}

const maskOf = (grey: Float64Array, threshold: number) =>
  Uint8Array.from(grey, (value) => (value >= threshold ? 1 : 0));
const worst = (found: ArrayLike<number> | null, expected: number[]) => {
  expect(found?.length).toBe(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - found![i]!)));
};
const TOLERANCE = 1e-6; // the stored values have seven digits

describe.each(golden)('%s', (_, { recipe, ...expected }) => {
  const { width, height, threshold } = recipe;
  const grey = field(recipe);
  const mask = maskOf(grey, threshold);
  const longest = Math.min(width, height) >> 1;

  test('two-point correlation is PoreSpy’s', () => {
    const found = twoPointCorrelation(pairCounts(mask, width, height, longest), width, height, longest);
    expect(worst(found, expected.twoPoint)).toBeLessThan(TOLERANCE);
    expect(found[0]).toBeCloseTo(expected.areaFraction, 12);
  });

  test('lineal path function is NumPy’s', () => {
    expect(worst(linealPath(mask, width, height, longest), expected.linealPath)).toBeLessThan(TOLERANCE);
  });

  test('chord lengths are PoreSpy’s', () => {
    expect(worst(chordLengths(mask, width, height, longest), expected.chordLength)).toBeLessThan(TOLERANCE);
  });

  test('local thickness is PoreSpy’s', () => {
    expect(worst(localThickness(mask, width, height, longest), expected.localThickness)).toBeLessThan(TOLERANCE);
  });

  test('interface length is NumPy’s', () => {
    expect(Math.abs(interfaceLength(mask, width, height) - expected.interfaceLength)).toBeLessThan(TOLERANCE);
  });

  test('radial power is NumPy’s', () => {
    expect(worst(radialPower(Float32Array.from(grey), spectralGrid(width, height)), expected.radialPower)).toBeLessThan(
      TOLERANCE,
    );
  });

  test('Otsu’s threshold is scikit-image’s', () => {
    const counts = new Uint32Array(256);
    addToHistogram(Float32Array.from(grey), counts);
    expect(otsu(counts)).toBeCloseTo(expected.otsu, 6);
  });
});

describe('the two-point correlation', () => {
  test('counts pairs exactly as counting them one by one', () => {
    const [width, height, longest] = [19, 13, 6];
    const mask = maskOf(uniforms(5, 0, width * height), 0.4);
    const counts = pairCounts(mask, width, height, longest);
    for (let dy = 0; dy <= longest; dy++) {
      for (let dx = -longest; dx <= longest; dx++) {
        let pairs = 0;
        for (let y = 0; y < height - dy; y++) {
          for (let x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) {
            pairs += mask[y * width + x]! & mask[(y + dy) * width + x + dx]!;
          }
        }
        expect(counts[dy * (2 * longest + 1) + dx + longest]).toBe(pairs);
      }
    }
  });

  test('of independent pixels is φ at 0 and φ² beyond, and the lineal path φ^(r + 1)', () => {
    const [size, phi] = [256, 0.6];
    const mask = maskOf(uniforms(6, 0, size * size), 1 - phi);
    const s2 = twoPointCorrelation(pairCounts(mask, size, size, 16), size, size, 16);
    const l = linealPath(mask, size, size, 16);
    expect(Math.abs(s2[0]! - phi)).toBeLessThan(0.006);
    for (let r = 1; r <= 16; r++) expect(Math.abs(s2[r]! - phi * phi)).toBeLessThan(0.006);
    for (let r = 0; r <= 4; r++) expect(Math.abs(l[r]! - phi ** (r + 1))).toBeLessThan(0.006);
  });

  test('of overlapping discs has the closed form exp(−n · area of two discs), for the space between', () => {
    const [size, radius, density] = [512, 8, 0.003];
    const random = new Random(7, 0);
    const mask = new Uint8Array(size * size).fill(1);
    // Of a Poisson number of discs with centres up to a radius outside the image; the normal approximation will do.
    const area = (size + 2 * radius) ** 2;
    const discs = Math.round(density * area + Math.sqrt(density * area) * random.normal());
    for (let k = 0; k < discs; k++) {
      const [cx, cy] = [random.between(-radius, size + radius), random.between(-radius, size + radius)];
      for (let y = Math.max(0, Math.ceil(cy - radius)); y <= Math.min(size - 1, cy + radius); y++) {
        for (let x = Math.max(0, Math.ceil(cx - radius)); x <= Math.min(size - 1, cx + radius); x++) {
          if ((x - cx) ** 2 + (y - cy) ** 2 < radius * radius) mask[y * size + x] = 0;
        }
      }
    }
    const s2 = twoPointCorrelation(pairCounts(mask, size, size, 40), size, size, 40);
    const union = (r: number) => {
      const half = Math.min(1, r / (2 * radius));
      return 2 * radius * radius * (Math.PI - Math.acos(half) + half * Math.sqrt(1 - half * half));
    };
    for (let r = 0; r <= 40; r++) expect(Math.abs(s2[r]! - Math.exp(-density * union(r)))).toBeLessThan(0.03);
  });
});

test.each(['rocks', 'fibers', 'roots'] as const)(
  'in %s the lineal path never exceeds the pairs of the same lags',
  (material) => {
    const size = 96;
    const { image } = simulate(material, { seed: 4, size });
    const mask = segment(image, { threshold: 0.4, method: 'given', phase: 'above' });
    const counts = pairCounts(mask, size, size, 48);
    const l = linealPath(mask, size, size, 48);
    for (let r = 0; r <= 48; r++) {
      const onLines = (counts[48 + r]! + counts[r * 97 + 48]!) / (2 * size * (size - r));
      expect(l[r]).toBeLessThanOrEqual(onLines + 1e-12);
      if (r <= 1) expect(l[r]).toBeCloseTo(onLines, 12);
    }
  },
);

describe('shapes of known size', () => {
  const size = 96;
  const disc = (radius: number) =>
    Uint8Array.from({ length: size * size }, (_, i) =>
      Math.hypot((i % size) - 47.3, Math.floor(i / size) - 48.1) < radius ? 1 : 0,
    );

  test('the interface of a disc is its circumference within 3 %', () => {
    for (const radius of [15, 30]) {
      const length = interfaceLength(disc(radius), size, size) * size * size;
      expect(Math.abs(length / (2 * Math.PI * radius) - 1)).toBeLessThan(0.03);
    }
  });

  test('a band is as thick as it is wide, a disc nearly everywhere as its diameter', () => {
    const band = Uint8Array.from({ length: size * size }, (_, i) => (i % size >= 40 && i % size < 49 ? 1 : 0));
    expect(localThickness(band, size, size, 48)![9 - 1]).toBe(1);
    const radii = localRadius(disc(20), size, size).filter((r) => r > 19);
    expect(radii.length / disc(20).reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0.9);
  });

  test('distances are those to the nearest pixel outside', () => {
    const [width, height] = [23, 17];
    const mask = maskOf(uniforms(8, 0, width * height), 0.03);
    const outside = [...mask].flatMap((value, i) => (value === 0 ? [i] : []));
    const expected = Array.from(mask, (_, i) =>
      Math.min(
        ...outside.map((o) => ((o % width) - (i % width)) ** 2 + (Math.floor(o / width) - Math.floor(i / width)) ** 2),
      ),
    );
    expect([...squaredDistances(mask, width, height, (value) => value === 0)]).toEqual(expected);
  });

  test('stripes 5 px wide make chords of 5 px', () => {
    const stripes = Uint8Array.from({ length: size * size }, (_, i) => ((i % size) % 12 < 5 ? 1 : 0));
    const shares = chordLengths(stripes, size, size, 48)!;
    expect(shares[5 - 1]).toBe(1);
  });

  test('what is absent or everywhere has no chords and no thickness', () => {
    for (const value of [0, 1]) {
      const mask = new Uint8Array(size * size).fill(value);
      expect(chordLengths(mask, size, size, 48)).toBeNull();
      expect(localThickness(mask, size, size, 48)).toBeNull();
      expect(interfaceLength(mask, size, size)).toBe(0);
      expect(twoPointCorrelation(pairCounts(mask, size, size, 48), size, size, 48).every((p) => p === value)).toBe(
        true,
      );
    }
  });
});

describe('the spectrum', () => {
  test('of white noise is flat at its variance', () => {
    const [width, height, sigma] = [100, 130, 0.05];
    const grey = normals(9, 0, width * height).map((value) => 0.5 + sigma * value);
    const power = radialPower(grey, spectralGrid(width, height));
    expect(power.length).toBe(bandCount(width, height));
    for (const value of power.slice(4)) expect(Math.abs(value - 2 * Math.log10(sigma))).toBeLessThan(0.15);
  });

  test('of a wave peaks in the band of its frequency', () => {
    const frequency = 12.5 / (2 * bandCount(128, 128)); // the middle of band 12
    const wave = Float32Array.from(
      { length: 128 * 128 },
      (_, i) => 0.5 + 0.3 * Math.sin(2 * Math.PI * frequency * (i % 128)),
    );
    const power = radialPower(wave, spectralGrid(128, 128));
    expect(power.indexOf(Math.max(...power))).toBe(12);
  });

  test('turned into an autocorrelation gives the sum of squares at lag 0', () => {
    const image = uniforms(10, 0, 64);
    const found = autocorrelation(halfSpectrum(image, 8, 8, 16, 16), 16, 16, 2);
    expect(found[0]).toBeCloseTo(
      image.reduce((sum, value) => sum + value * value, 0),
      10,
    );
  });
});

describe('the ring index', () => {
  const size = 72;
  // Round grains of many sizes; the simulator's own slices would each have another axis.
  const grains = (seed: number) => {
    const side = fieldSize(size);
    const random = new Random(seed, 1);
    const discs = Array.from({ length: 60 }, () => [
      random.between(0, side),
      random.between(0, side),
      random.between(3, 12),
    ]);
    return Float32Array.from({ length: side * side }, (_, i) =>
      discs.some(([x, y, r]) => Math.hypot((i % side) - x!, Math.floor(i / side) - y!) < r!) ? 0.6 : 0.3,
    );
  };
  const scans = (gainError: number, axis: { x: number; y: number }) =>
    Array.from({ length: 6 }, (_, k) => {
      const image = finish(scan(grains(k), size, { photons: 60_000, gainError, axis, blur: 0.4 }, new Random(k, 0)));
      return fineResidual(image, size, size);
    });
  const meanIndex = (residuals: Float32Array[], x: number, y: number) => {
    const bins = polarBins(size, size, { x, y });
    return residuals.reduce((sum, residual) => sum + ringIndex(residual, bins), 0) / residuals.length;
  };
  const middle = (size - 1) / 2;

  test('is about 0 without rings and rises with the detector’s gain errors', () => {
    const [none, weak, medium, strong] = [0, 0.001, 0.002, 0.004].map((gain) =>
      meanIndex(scans(gain, { x: 6, y: -9 }), middle + 6, middle - 9),
    );
    expect(Math.abs(none!)).toBeLessThan(0.01);
    expect(weak).toBeGreaterThan(none! + 0.003);
    expect(medium).toBeGreaterThan(2 * weak!);
    expect(strong).toBeGreaterThan(2 * medium!);
  });

  test('is about 0 for coarse noise, which an index over single pixels would take for rings', () => {
    const noise = Array.from({ length: 60 }, (_, k) =>
      fineResidual(smooth(normals(k, 5, size * size), size, size), size, size),
    );
    expect(Math.abs(meanIndex(noise, middle, middle))).toBeLessThan(0.004);
  });

  test('of noise about an axis that is fitted to it is above 0, and the less the more images there are', async () => {
    const indices = [1, 16].map(async (count) => {
      const noise = Array.from({ length: count }, (_, k) => fineResidual(normals(k, 6, size * size), size, size));
      const votes = new AxisVotes(size, size);
      for (const residual of noise) votes.add(residual);
      const { x, y } = await votes.find(noise, () => Promise.resolve());
      return meanIndex(noise, x, y);
    });
    const [one, many] = await Promise.all(indices);
    expect(many).toBeGreaterThan(0);
    expect(one).toBeGreaterThan(2 * many!);
  });

  test.each([
    [0, 0],
    [6, -9],
    [60, 30],
  ])('finds the axis at (%i, %i) px from the middle from a set of slices', async (x, y) => {
    const votes = new AxisVotes(size, size);
    const residuals = scans(0.008, { x, y });
    for (const residual of residuals) votes.add(residual);
    const found = await votes.find(residuals, () => Promise.resolve());
    expect(Math.hypot(found.x - middle - x, found.y - middle - y)).toBeLessThan(2);
  });
});

describe('two sets', () => {
  const size = 48;
  const set = (seed: number, count: number, areaFraction: number) => {
    const data = new Float32Array(count * size * size);
    for (let k = 0; k < count; k++)
      data.set(simulate('rocks', { seed: seed + k, size, areaFraction }).image, k * size * size);
    return { data, count, height: size, width: size };
  };
  const request = (change: Partial<MeasureRequest> = {}): MeasureRequest => ({
    material: 'rocks',
    reference: set(0, 12, 0.3),
    synthetic: set(100, 12, 0.1),
    pairs: false,
    caption: null,
    bootstrap: 0,
    seed: 1,
    ...change,
  });
  const quietly = () => Promise.resolve();

  test('that differ in porosity are further apart than chance; two of the same kind are not', async () => {
    const { descriptors, segmentation } = await measureDescriptors(request(), null, quietly);
    expect(segmentation).toMatchObject({ method: 'otsu', phase: 'below' });
    const { areaFraction, twoPoint } = descriptors;
    expect(areaFraction.value).toBeGreaterThan(3 * areaFraction.floor!);
    expect(twoPoint.value).toBeGreaterThan(3 * twoPoint.floor!);
    if (!('x' in twoPoint.reference) || 'x' in areaFraction.reference)
      throw new Error('a curve and a scalar were expected');
    expect(twoPoint.reference.mean[0]).toBeCloseTo(areaFraction.reference.mean, 10);
    expect(twoPoint.reference.x.slice(0, 3)).toEqual([0, 1, 2]);

    const same = await measureDescriptors(request({ synthetic: set(200, 12, 0.3) }), null, quietly);
    expect(same.descriptors.areaFraction.value).toBeLessThan(2 * same.descriptors.areaFraction.floor!);
  });

  test('are cut by the threshold of all reference images, whatever their number', async () => {
    const reference = set(0, 12, 0.3);
    for (let k = 8; k < 12; k++)
      // brighter than those before
      reference.data
        .subarray(k * size * size, (k + 1) * size * size)
        .forEach((grey, i, image) => (image[i] = 0.6 + 0.4 * grey));
    const counts = new Uint32Array(256);
    for (let k = 0; k < 12; k++)
      addToHistogram(smooth(reference.data.subarray(k * size * size, (k + 1) * size * size), size, size), counts);
    const { segmentation } = await measureDescriptors(request({ reference }), null, quietly);
    expect(segmentation.threshold).toBe(otsu(counts));
  });

  test('have the mean, the sample deviation, and the mean distance of halves as floor', () => {
    const images = [0, 1, 2, 5].map((areaFraction): ImageDescriptors => ({
      scalars: { areaFraction, interfaceLength: 1, ringIndex: 0 },
      curves: { twoPoint: null, linealPath: null, chordLength: null, localThickness: null, radialPower: null },
    }));
    const x = { twoPoint: [], linealPath: [], chordLength: [], localThickness: [], radialPower: [] };
    const { areaFraction, interfaceLength } = compareDescriptors(images, images.slice(3), x, 1);
    expect(areaFraction.reference).toEqual({ mean: 2, std: expect.closeTo(Math.sqrt(14 / 3), 12) as number });
    expect(areaFraction).toMatchObject({ n: { reference: 4, synthetic: 1 }, value: 3, synthetic: { mean: 5, std: 0 } });
    // The three ways to halve them are 3, 2 and 1 apart; twenty draws lie within four standard errors of 2.
    expect(Math.abs(areaFraction.floor! - 2)).toBeLessThan(4 * Math.sqrt(2 / 3 / 20));
    expect(interfaceLength.floor).toBe(0);
  });

  test('a set against itself is no distance away, and the same seed gives the same floor', async () => {
    const asked = request({ synthetic: set(0, 12, 0.3) });
    const first = await measureDescriptors(asked, null, quietly);
    for (const { value, floor } of Object.values(first.descriptors)) {
      expect(value).toBe(0);
      expect(floor).toBeGreaterThan(0);
    }
    expect(await measureDescriptors(asked, null, quietly)).toEqual(first);
  });

  test('of black images have no structure, and say so with null', async () => {
    const black = { data: new Float32Array(2 * size * size), count: 2, height: size, width: size };
    const { descriptors, segmentation } = await measureDescriptors(
      request({ reference: black, synthetic: black }),
      null,
      quietly,
    );
    expect(segmentation.method).toBe('material');
    expect(descriptors.chordLength).toMatchObject({ n: { reference: 0, synthetic: 0 }, value: null, floor: null });
    expect(descriptors.areaFraction.value).toBe(0);
  });

  test('stop where the caller says so', async () => {
    let calls = 0;
    const stop = () => (++calls === 20 ? Promise.reject(new Error('stopped')) : Promise.resolve());
    await expect(measureDescriptors(request(), null, stop)).rejects.toThrow('stopped');
  });

  test('are cut by the request’s threshold where it has one', () => {
    const histogram = new Uint32Array(256).fill(1);
    const expected: Segmentation = { threshold: 0.25, method: 'given', phase: 'above' };
    expect(chooseSegmentation('roots', histogram, 0.25)).toEqual(expected);
    expect([...segment(Float32Array.of(0.2, 0.25, 0.3), expected)]).toEqual([0, 1, 1]);
  });
});
