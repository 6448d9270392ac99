/**
 * Editing over denoisers known in closed form: white Gaussian pixels, whose estimate is
 * D = (v x + σ² μ)/(v + σ²), under two conditions that differ in μ.
 */
import { describe, expect, test } from 'vitest';
import { diffEdit, diffEditMask } from '../../src/engine/diffusion/diffedit.ts';
import { editFriendly } from '../../src/engine/diffusion/editFriendly.ts';
import { instructDenoiser } from '../../src/engine/diffusion/instruct.ts';
import { heun } from '../../src/engine/diffusion/samplers.ts';
import { karrasSigmas } from '../../src/engine/diffusion/schedule.ts';
import { levelsFrom, sdedit } from '../../src/engine/diffusion/sdedit.ts';
import { ArraySpace } from '../../src/engine/diffusion/space.ts';
import type { Denoiser } from '../../src/engine/diffusion/denoiser.ts';
import { fillNormals, normals } from '../../src/lib/rng.ts';

const SIGMA = { min: 0.02, max: 30 };
const levels = (steps: number) => karrasSigmas(steps, SIGMA.min, SIGMA.max, 7);

/** @param mean μ of pixel k of an image @param variance v of it */
function white(mean: (k: number) => number, variance: (k: number) => number, pixels = 1): Denoiser<Float32Array> {
  return (x, sigma, out) => {
    x.forEach((value, k) => {
      const v = variance(k % pixels);
      out[k] = (v * value + sigma ** 2 * mean(k % pixels)) / (v + sigma ** 2);
    });
    return Promise.resolve();
  };
}

/** Fresh noise in one buffer that is used again for each draw, as the engine does. */
function noiseOf(seed: number, length: number): (draw: number) => Float32Array {
  const buffer = new Float32Array(length);
  return (draw) => {
    fillNormals(seed, 2 + draw, buffer);
    return buffer;
  };
}

function moments(x: Float32Array): { mean: number; variance: number } {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  return { mean, variance: x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length };
}

const farthest = (a: Float32Array, b: Float32Array) => Math.max(...a.map((value, k) => Math.abs(value - b[k]!)));

describe('levelsFrom', () => {
  test('half a strength is as much noise as picture, whatever the schedule', () => {
    for (const steps of [5, 20]) expect(levelsFrom(levels(steps), 0.5)[0]).toBeCloseTo(0.5, 9);
  });

  test('goes on with the levels below, down to 0; strength 1 is the whole schedule', () => {
    const all = levels(20);
    const part = levelsFrom(all, 0.7);
    expect(Array.from(part.subarray(1))).toEqual(Array.from(all.filter((sigma) => sigma < part[0]!)));
    expect(levelsFrom(all, 1)).toEqual(all);
    expect(levelsFrom(all, 0.9999)).toEqual(all);
  });

  test('rises with strength, and below the lowest level one step is left', () => {
    const starts = [0.01, 0.1, 0.3, 0.6, 0.9].map((strength) => levelsFrom(levels(20), strength)[0]!);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(levelsFrom(levels(20), 0.01)).toHaveLength(2);
  });

  test('has no step that is tiny beside the next one, from which second-order samplers would extrapolate far', () => {
    for (let steps = 3; steps <= 60; steps++) {
      for (let percent = 1; percent < 100; percent++) {
        const part = Array.from(levelsFrom(levels(steps), percent / 100), Math.log);
        for (let i = 1; i + 2 < part.length; i++) {
          const ratio = (part[i]! - part[i + 1]!) / (part[i - 1]! - part[i]!);
          expect(ratio, `${steps} steps, strength ${percent} %`).toBeLessThan(2);
        }
      }
    }
  });
});

describe('sdedit', () => {
  const n = 4000;
  const denoise = white(
    () => 0.3,
    () => 0.04,
  );
  const image = new Float32Array(n).fill(-0.6);
  const edit = (strength: number) =>
    sdedit(denoise, image, normals(1, 0, n), levelsFrom(levels(40), strength), heun, {
      space: new ArraySpace(n),
      noise: noiseOf(1, n),
    });

  test('strength 0 gives the picture, strength 1 the data', async () => {
    expect(farthest(await edit(1e-4), image)).toBeLessThan(1e-3);
    const { mean, variance } = moments(await edit(1));
    expect(Math.abs(mean - 0.3)).toBeLessThan(4 * Math.sqrt(0.04 / n) + 0.01);
    expect(Math.abs(variance - 0.04)).toBeLessThan(4 * 0.04 * Math.sqrt(2 / n) + 0.001);
  });

  test('between them the ODE’s solution: μ + (x − μ) √(v/(v + σ²)) of the noised picture', async () => {
    const { mean, variance } = moments(await edit(0.5));
    const share = 0.04 / (0.04 + 0.5 ** 2);
    expect(Math.abs(mean - (0.3 - 0.9 * Math.sqrt(share)))).toBeLessThan(4 * Math.sqrt((0.25 * share) / n) + 0.002);
    expect(Math.abs(variance - 0.25 * share)).toBeLessThan(4 * 0.25 * share * Math.sqrt(2 / n) + 0.001);
  });
});

describe('diffedit', () => {
  const side = 24;
  const size = { width: side, height: side };
  const pixels = side * side;
  const inside = (k: number) => k % side >= 6 && k % side < 18 && k >= 8 * side && k < 16 * side;
  const OUTLIER = 10 * side + 10;
  const SPECKS = [2 * side + 19, 2 * side + 20, 19 * side + 3, 20 * side + 3];
  const mean = (k: number) => (k === OUTLIER ? 12 : inside(k) || SPECKS.includes(k) ? 0.4 : 0);
  const source = white(
    () => -0.2,
    () => 0.09,
    pixels,
  );
  // A little different everywhere, in a way that depends on the noise.
  const target = white(
    (k) => -0.2 + mean(k),
    () => 0.08,
    pixels,
  );
  const image = Float32Array.from(normals(8, 0, 2 * pixels), (z) => -0.2 + 0.3 * z);
  const sigma = levelsFrom(levels(20), 0.5)[0]!;
  const mask = (x: Float32Array, draws = 10) =>
    diffEditMask({ source, target }, x, size, sigma, draws, noiseOf(4, x.length));

  test('finds the region in which the conditions differ, no specks, and whatever an outlier', async () => {
    const found = await mask(image);
    for (const k of [0, 1]) {
      let [both, either] = [0, 0];
      for (let i = 0; i < pixels; i++) {
        const edited = found[k * pixels + i] === 1;
        if (edited && inside(i)) both++;
        if (edited || inside(i)) either++;
      }
      expect(both / either).toBeGreaterThan(0.85);
      for (const speck of SPECKS) expect(found[k * pixels + speck]).toBe(0);
    }
    expect(found.every((value) => value === 0 || value === 1)).toBe(true);
  });

  test('masks an image alone as in a batch, everything where all differs, and nothing where nothing does', async () => {
    const other = image.slice();
    other.fill(5, pixels);
    expect((await mask(image, 1)).slice(0, pixels)).toEqual((await mask(other, 1)).slice(0, pixels));
    const shifted = white(
      () => 0.5,
      () => 0.09,
    );
    const everywhere = await diffEditMask({ source, target: shifted }, image, size, sigma, 2, noiseOf(4, image.length));
    expect(everywhere.every((value) => value === 1)).toBe(true);
    const nowhere = await diffEditMask({ source, target: source }, image, size, sigma, 2, noiseOf(4, image.length));
    expect(nowhere.every((value) => value === 0)).toBe(true);
  });

  test('contrasts the estimates of the picture under noise of the level, another at each draw', async () => {
    const drawn: Float32Array[] = [];
    const watch: Denoiser<Float32Array> = (x, level, out) => {
      drawn.push(x.map((value, k) => (value - image[k]!) / level));
      return source(x, level, out);
    };
    await diffEditMask({ source: watch, target: watch }, image, size, sigma, 2, noiseOf(4, image.length));
    const [a, b, c, d] = drawn as [Float32Array, Float32Array, Float32Array, Float32Array];
    expect([farthest(a, b), farthest(c, d)]).toEqual([0, 0]);
    expect(farthest(a, c)).toBeGreaterThan(1);
    expect(Math.abs(moments(a).variance - 1)).toBeLessThan(4 * Math.sqrt(2 / image.length));
  });

  const region = Float32Array.from({ length: image.length }, (_, k) => (inside(k % pixels) ? 1 : 0));

  test('keeps the picture outside the mask, and moves it by the conditions’ difference inside', async () => {
    const moved = white(
      (k) => (inside(k) ? 0.2 : 5),
      () => 0.09,
      pixels,
    );
    const edited = await diffEdit({ source, target: moved }, image, region, levelsFrom(levels(200), 0.7), {});
    const start = 0.5 * Math.tan(0.35 * Math.PI);
    // Up and down the same ODE but for μ, which the way down reaches up to the share that is left of the start.
    const shift = 0.4 * (1 - Math.sqrt(0.09 / (0.09 + start ** 2)));
    edited.forEach((value, k) => {
      if (region[k] === 0) expect(value).toBe(image[k]);
      else expect(Math.abs(value - image[k]! - shift)).toBeLessThan(0.03);
    });
  });

  test('inside the mask the inversion’s error shrinks with steps where nothing changes', async () => {
    const lost = async (steps: number) => {
      const sigmas = levelsFrom(karrasSigmas(steps, 0.2 / steps, SIGMA.max, 7), 0.7);
      return farthest(await diffEdit({ source, target: source }, image, region, sigmas, {}), image);
    };
    const [few, many] = [await lost(25), await lost(100)];
    expect(many).toBeLessThan(few / 2);
    expect(many).toBeLessThan(0.1);
  });

  test('shows the target the inversion’s own state of each level outside the mask', async () => {
    const sigmas = levelsFrom(levels(20), 0.5);
    const up: Float32Array[] = [image];
    const seen: Float32Array[] = [];
    const watch: Denoiser<Float32Array> = (x, level, out) => {
      seen.push(x.slice());
      return target(x, level, out);
    };
    const onStep = (step: number, _: Float32Array, x: Float32Array) => {
      if (step < sigmas.length - 2) up.push(x.slice());
      return Promise.resolve();
    };
    await diffEdit({ source, target: watch }, image, region, sigmas, { onStep });
    expect(seen).toHaveLength(sigmas.length - 1);
    const outside = (x: Float32Array) => x.filter((_, k) => region[k] === 0);
    seen.forEach((x, i) => expect(outside(x)).toEqual(outside(up.at(-1 - i)!)));
  });

  test('reports the way up and the way down', async () => {
    const steps: number[] = [];
    const onStep = (step: number) => (steps.push(step), Promise.resolve());
    await diffEdit({ source, target }, image, region, Float64Array.of(0.5, 0.2, 0.1, 0), { onStep });
    expect(steps).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('editFriendly', () => {
  const n = 2000;
  const variance = 0.09;
  const condition = (mu: number) =>
    white(
      () => mu,
      () => variance,
    );
  const image = normals(9, 0, n).map((z) => -0.2 + 0.3 * z);
  const edit = (target: number, sigmas: Float64Array) =>
    editFriendly({ source: condition(-0.2), target: condition(target) }, image, sigmas, { noise: noiseOf(6, n) });

  test('gives the picture back under the same condition', async () => {
    for (const strength of [0.3, 1])
      expect(farthest(await edit(-0.2, levelsFrom(levels(10), strength)), image)).toBe(0);
  });

  test('moves every pixel by the means’ difference times σ²/(v + σ²) of the level it starts at', async () => {
    for (const strength of [0.3, 0.6]) {
      const sigmas = levelsFrom(levels(400), strength);
      const moved = (await edit(0.3, sigmas)).map((value, k) => value - image[k]!);
      const expected = (0.5 * sigmas[0]! ** 2) / (variance + sigmas[0]! ** 2);
      expect(farthest(moved, new Float32Array(n).fill(expected))).toBeLessThan(0.01);
    }
  });

  test('shows the networks noised pictures, with independent noise at each level', async () => {
    const seen: Float32Array[] = [];
    const watch: Denoiser<Float32Array> = (x, sigma, out) => {
      seen.push(x.map((value, k) => (value - image[k]!) / sigma));
      return condition(-0.2)(x, sigma, out);
    };
    await editFriendly({ source: watch, target: condition(-0.2) }, image, levels(6), { noise: noiseOf(6, n) });
    expect(seen).toHaveLength(6);
    seen.forEach((noise, i) => {
      expect(Math.abs(moments(noise).variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
      const before = seen[i - 1] ?? new Float32Array(n);
      const shared = noise.reduce((sum, value, k) => sum + value * before[k]!, 0) / n;
      expect(Math.abs(shared)).toBeLessThan(4 / Math.sqrt(n));
    });
  });
});

describe('instructDenoiser', () => {
  const n = 4000;
  const source = white(
    () => -0.4,
    () => 0.25,
  );
  const target = white(
    () => 0.4,
    () => 0.25,
  );
  const picture = new Float32Array(n).fill(-0.8);
  const edit = async (text: number, scale: number) => {
    const denoise = instructDenoiser({ source, target }, picture, { text, image: scale });
    const start = normals(3, 0, n).map((z) => SIGMA.max * z);
    return moments(await heun(denoise, start, levels(60), { space: new ArraySpace(n), noise: noiseOf(3, n) }));
  };

  // Data N(0.4, ¼) seen as −0.8 with variance ¼/s_I: mean (0.4 − 0.8 s_I)/(1 + s_I), variance ¼/(1 + s_I).
  test.each([0, 1, 3])(
    'with white data of EDM’s variance it samples the posterior exactly, s_I = %i',
    async (scale) => {
      const { mean, variance } = await edit(1, scale);
      const exact = 0.25 / (1 + scale);
      expect(Math.abs(mean - (0.4 - 0.8 * scale) / (1 + scale))).toBeLessThan(4 * Math.sqrt(exact / n) + 0.02);
      expect(Math.abs(variance - exact)).toBeLessThan(4 * exact * Math.sqrt(2 / n) + 0.005);
    },
  );

  test('a large image scale gives the picture, a larger text scale goes on from source past target', async () => {
    const kept = await edit(1, 1e9);
    expect(Math.abs(kept.mean + 0.8)).toBeLessThan(1e-3);
    expect(kept.variance).toBeLessThan(1e-4);
    expect(Math.abs((await edit(2, 0)).mean - 1.2)).toBeLessThan(4 * Math.sqrt(0.25 / n) + 0.02);
  });
});
