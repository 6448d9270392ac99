/** Tables of pictures, likeness beside its baseline, and the square that is cut out of a picture. */
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import { SpecimenError } from '../../src/contract/errors.ts';
import type { ImageBatch } from '../../src/contract/image.ts';
import type { SampleRequest, SampleResult } from '../../src/contract/request.ts';
import { meanOfSsimMap } from '../../src/lib/ssimWindow.ts';
import { ssim } from '../../src/engine/metrics/ssim.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { Cropper } from '../../src/ui/state/cropper.svelte.ts';
import { Likeness } from '../../src/ui/state/likeness.svelte.ts';
import { PictureTable } from '../../src/ui/state/pictureTable.svelte.ts';
import { effectOf, mixRequests, walkRequests, WALK_VALUES } from '../../src/ui/state/tables.ts';
import { createNodeEngine } from '../../src/cli/source.ts';
import { FixtureSource, fixtureEngine } from '../support/fixtures.ts';

const fixtures = fixtureEngine(new FixtureSource()) as unknown as Engine;
const request = (model: string, changes: Partial<SampleRequest> = {}): SampleRequest => ({
  model,
  material: 'rocks',
  look: 'simulated',
  count: 4,
  seed: 5,
  attributes: {},
  ...changes,
});
const picture = (seed: number, size = 64): ImageBatch => ({
  data: simulate('rocks', { seed, size }).image,
  count: 1,
  height: size,
  width: size,
});

describe('a table of mixed styles', () => {
  test('leads from the own style to the second one', async () => {
    const requests = mixRequests(request('style', { interpolateTo: 3 }), 77, 5);
    expect(requests.map(({ mixFrom }) => mixFrom)).toEqual([5, 4, 3, 2, 1, 0]);
    const table = new PictureTable(fixtures);
    await table.draw(requests);
    expect(table.columns).toHaveLength(6);
    const own = await fixtures.sample(request('style', { count: 3 }));
    expect(table.columns[0]!.images.data).toEqual(own.images.data);
    const shapes = table.columns.map(({ images }) => images.data.join());
    expect(new Set(shapes).size).toBe(6);
  });

  test('has at most nine columns, both ends among them', () => {
    expect(mixRequests(request('style'), 1, 16).map(({ mixFrom }) => mixFrom)).toEqual([16, 14, 12, 10, 8, 6, 4, 2, 0]);
  });
});

describe('a table of latent directions', () => {
  test('moves one coordinate at a time, and leaves those that are set', () => {
    const set = { dimension: 1, value: 0.5 };
    const requests = walkRequests(request('vae', { latent: [set] }), [{ dimension: 4 }, { dimension: 1 }]);
    expect(requests).toHaveLength(2 * WALK_VALUES.length);
    expect(requests[0]).toMatchObject({ count: 1, latent: [set, { dimension: 4, value: -2 }] });
    expect(requests.at(-1)!.latent).toEqual([{ dimension: 1, value: 2 }]);
  });

  test('names the attribute that a direction changes most, and none where nothing changes', async () => {
    const card = await fixtures.card('vae');
    const at = (areaFraction: number, grey: number) =>
      ({
        request: request('vae'),
        images: { data: new Float32Array(4).fill(grey), count: 1, height: 2, width: 2 },
        slices: [{ seed: 1, measured: { areaFraction, featureSize: 5, noise: 0.02 } }],
      }) as SampleResult;
    expect(effectOf(at(0.1, 0.2), at(0.3, 0.5), card)).toEqual({
      attribute: 'areaFraction',
      rms: expect.closeTo(0.3, 5) as number,
    });
    expect(effectOf(at(0.1, 0.2), at(0.11, 0.2), card)).toEqual({ attribute: null, rms: 0 });
  });
});

describe('a table under way', () => {
  test('stops at once and keeps the columns that are there; a failure is told', async () => {
    const waiting: ((result: SampleResult) => void)[] = [];
    const engine = { sample: () => new Promise<SampleResult>((resolve) => waiting.push(resolve)) };
    const table = new PictureTable(engine as unknown as Engine);
    const drawing = table.draw([request('a'), request('b'), request('c')]);
    waiting[0]!({} as SampleResult);
    await new Promise((resolve) => setTimeout(resolve));
    table.cancel();
    waiting[1]!({} as SampleResult);
    await drawing;
    expect([table.columns.length, table.running, waiting.length]).toEqual([1, false, 2]);

    const failing = { sample: () => Promise.reject(new SpecimenError('RuntimeFailed', 'It failed.')) };
    const other = new PictureTable(failing as unknown as Engine);
    await other.draw([request('a')]);
    expect([other.error?.message, other.running]).toEqual(['It failed.', false]);
  });
});

describe('likeness', () => {
  const engine = createNodeEngine();

  test('is 1 for the picture itself, and the unrelated slices are drawn without it', async () => {
    const like = picture(3);
    const asked: SampleRequest[] = [];
    const spy = {
      embed: (images: ImageBatch) => engine.embed(images),
      sample: (unrelated: SampleRequest) => {
        asked.push(unrelated);
        const data = new Float32Array(2 * 64 * 64);
        [picture(8), picture(9)].forEach((image, k) => data.set(image.data, k * 64 * 64));
        return Promise.resolve({ images: { data, count: 2, height: 64, width: 64 } });
      },
    };
    const likeness = new Likeness(spy as unknown as Engine);
    const result = { request: request('ddpm', { like, steps: 18 }), images: like } as SampleResult;
    await likeness.measure(result);
    const { slices, unrelated } = likeness.found!;
    expect(slices.mean).toBeCloseTo(1, 4);
    expect(slices).toMatchObject({ n: 1, deviation: null });
    expect(unrelated.n).toBe(2);
    expect(unrelated.mean).toBeLessThan(0.999);
    expect(asked).toEqual([
      {
        model: 'ddpm',
        material: 'rocks',
        look: 'simulated',
        attributes: {},
        seed: 5,
        count: 6,
        steps: 8,
        sampler: 'dpmpp2m',
      },
    ]);
    await likeness.measure({ ...result });
    expect(asked).toHaveLength(1); // the same ones serve again
  });
});

describe('the square', () => {
  test('is cut pixel by pixel, stays within the picture, and is nothing where the picture is too small', () => {
    const cropper = new Cropper(fixtures);
    const data = Float32Array.from({ length: 20 * 10 }, (_, i) => i / 200);
    cropper.side = 8;
    cropper.picture = { data, count: 1, height: 10, width: 20 };
    cropper.place(3, 1);
    expect(cropper.square!.data[0]).toBe(data[1 * 20 + 3]);
    expect(cropper.square!.data[9]).toBe(data[2 * 20 + 4]);
    cropper.move(100, 100);
    expect([cropper.left, cropper.top]).toEqual([12, 2]);
    cropper.move(-100, -1);
    expect([cropper.left, cropper.top]).toEqual([0, 1]);
    cropper.side = 11;
    expect(cropper.square).toBeNull();
  });

  test('that the model was given stays the same one while the next is dragged', async () => {
    const cropper = new Cropper(fixtures);
    cropper.side = 128;
    expect(cropper.tell()).toBeNull();
    await cropper.simulate('rocks', 4);
    const given = cropper.tell();
    cropper.place(17, 16);
    expect(cropper.told).toBe(given);
    const next = cropper.tell();
    expect([next === given, cropper.told === next]).toEqual([false, true]);
    expect(next!.data[0]).toBe(given!.data[1]);
  });

  test('of a simulated slice has the side that the model needs', async () => {
    const cropper = new Cropper(fixtures);
    cropper.side = 128;
    expect(await cropper.simulate('rocks', 4)).toBe(true);
    expect(cropper.square).toMatchObject({ width: 128, height: 128 });
    cropper.side = 500;
    expect(await cropper.simulate('rocks', 4)).toBe(false);
    expect(cropper.error?.message).toMatch(/160×160 px and the model needs 500/);
  });
});

test('the mean of an SSIM map is the SSIM', async () => {
  const { values, maps } = await ssim(picture(1), picture(2), { maps: true });
  expect(meanOfSsimMap(maps!, 64, 64)).toBeCloseTo(values[0]!, 6);
});
