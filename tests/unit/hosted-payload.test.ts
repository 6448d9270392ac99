/** What is sent, as the services read it, and what is made of what comes back. */
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { decodePicture, readMask } from '../../scripts/mock/pictures.ts';
import { factsOf, matchesHost, type ProviderFacts } from '../../src/client/hosted/facts.ts';
import { checkBase, HOSTED_SOURCES, parseOrigins } from '../../src/client/hosted/origins.ts';
import { buildCall, comeBack, workingSize, type Asked } from '../../src/client/hosted/payload.ts';
import type { HostedPicture } from '../../src/contract/hosted.ts';
import { resize } from '../../src/lib/resize.ts';
import { Random } from '../../src/lib/rng.ts';

const random = new Random(5, 0);
const picture: HostedPicture = {
  data: Float32Array.from({ length: 96 * 64 }, () => random.uniform()),
  width: 96,
  height: 64,
};
const mask = Float32Array.from({ length: 96 * 64 }, (_, i) => (i % 96 < 24 ? 1 : 0)); // the left quarter
const asked: Asked = { operation: 'inpaint', prompt: 'rock', quality: 'low', picture, mask };
const modelFor = (facts: ProviderFacts, operation: Asked['operation']) =>
  facts.models.find(({ operations }) => operations.includes(operation))!;

describe('the bytes that are sent', () => {
  test.each(['openai', 'fal', 'replicate', 'bfl', 'stability'] as const)(
    '%s: the mask edits the quarter that was masked',
    (id) => {
      const facts = factsOf(id);
      const call = buildCall(facts, modelFor(facts, 'inpaint'), asked);
      const image = decodePicture(call.image!);
      expect([image.width, image.height]).toEqual([call.width, call.height]);
      if (facts.mask === 'none') throw new Error('it takes masks');
      expect(readMask(image, decodePicture(call.mask!), facts.mask).edited).toBeCloseTo(0.25, 2);
    },
  );

  test('grey goes out as equal red, green and blue', () => {
    const facts = factsOf('fal');
    const { image } = buildCall(facts, modelFor(facts, 'instruct'), { ...asked, operation: 'instruct' });
    const { data, channels } = decode(image!);
    expect(channels).toBe(3);
    for (let i = 0; i < 300; i += 3) expect([data[i + 1], data[i + 2]]).toEqual([data[i], data[i]]);
  });

  test('words alone send no picture, and a model without words sends none', () => {
    const facts = factsOf('fal');
    expect(buildCall(facts, modelFor(facts, 'generate'), { ...asked, operation: 'generate' })).toMatchObject({
      image: null,
      mask: null,
      quality: null,
    });
    expect(buildCall(facts, modelFor(facts, 'vary'), { ...asked, operation: 'vary' }).prompt).toBe('');
  });

  test('a missing mask and missing words are told before anything is sent', () => {
    const facts = factsOf('openai');
    const model = modelFor(facts, 'inpaint');
    expect(() => buildCall(facts, model, { ...asked, mask: null })).toThrow(/Mask the part/);
    expect(() => buildCall(facts, model, { ...asked, mask: mask.map(() => 0) })).toThrow(/Mask the part/);
    expect(() => buildCall(facts, model, { ...asked, prompt: ' ' })).toThrow(/needs words/);
  });

  test.each([
    [64, 64],
    [512, 512],
    [2560, 2560],
    [300, 100],
    [97, 131],
  ])('%d×%d is sent at about a megapixel, sides divisible by 16, hardly stretched', (width, height) => {
    const size = workingSize(width, height);
    expect([size.width % 16, size.height % 16]).toEqual([0, 0]);
    expect(size.width * size.height).toBeGreaterThan(0.96 * 2 ** 20);
    expect(size.width * size.height).toBeLessThan(1.04 * 2 ** 20);
    expect(Math.abs(Math.log((size.width / size.height) * (height / width)))).toBeLessThan(0.03);
  });

  test('what is longer than 3:1 is refused', () => {
    expect(() => workingSize(301, 100)).toThrow(/3:1/);
  });
});

describe('what comes back', () => {
  const drifted = {
    data: resize(picture.data, 96, 64, 192, 128).map((value) => Math.min(1, value + 6 / 255)),
    count: 1,
    width: 192,
    height: 128,
  };

  test('kept pixels are the old ones, value by value, and the change is told', () => {
    const eightBit = picture.data.map((value) => Math.fround(Math.round(value * 255) / 255));
    const old = { ...picture, data: eightBit };
    const back = comeBack(drifted, old, mask);
    for (let i = 0; i < mask.length; i++) if (mask[i] === 0) expect(back.picture.data[i]).toBe(old.data[i]);
    expect(back.picture.data.some((value, i) => mask[i]! > 0 && value !== old.data[i])).toBe(true);
    expect(back.kept!.mean).toBeGreaterThan(3);
    expect(back.kept!.max).toBeGreaterThanOrEqual(back.kept!.mean);
  });

  test('on a flat picture the change is the service’s own', () => {
    const flat = { ...picture, data: picture.data.map(() => 0.5) };
    const result = { data: new Float32Array(100).fill(0.5 + 6 / 255), count: 1, width: 10, height: 10 };
    expect(comeBack(result, flat, mask).kept!.mean).toBeCloseTo(6, 3);
  });

  test('only the change of kept pixels is told', () => {
    const flat = { ...picture, data: picture.data.map(() => 0.5) };
    const data = flat.data.map((grey, i) => (mask[i]! > 0 ? 1 : grey + (i % 96 === 90 ? 30 / 255 : 0)));
    const { kept } = comeBack({ ...flat, data, count: 1 }, flat, mask);
    expect(kept!.max).toBeCloseTo(30, 3);
    expect(kept!.mean).toBeCloseTo(30 / 72, 3); // one column of the 72 that are kept
  });

  test('without a mask the whole result stands at the old size', () => {
    const back = comeBack(drifted, picture, null);
    expect(back.kept).toBeNull();
    expect([back.picture.width, back.picture.height, back.picture.data.length]).toEqual([96, 64, 96 * 64]);
  });
});

describe('resizing', () => {
  test('keeps a constant and the mean, and a ramp stays straight', () => {
    const constant = resize(new Float32Array(30).fill(0.3), 6, 5, 17, 3);
    expect(constant.every((value) => Math.abs(value - 0.3) < 1e-6)).toBe(true);
    const ramp = Float32Array.from({ length: 8 }, (_, i) => i);
    const wide = resize(ramp, 8, 1, 16, 1);
    for (let k = 2; k < 14; k++) expect(wide[k]).toBeCloseTo((k + 0.5) / 2 - 0.5, 5);
    const small = resize(picture.data, 96, 64, 12, 8);
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(small)).toBeCloseTo(mean(picture.data), 1);
  });
});

describe('where the page may send', () => {
  test('the policy lists the direct providers and this computer, and no proxied service', () => {
    expect(HOSTED_SOURCES).toContain('https://api.openai.com');
    expect(HOSTED_SOURCES).toContain('http://localhost:*');
    expect(HOSTED_SOURCES.join(' ')).not.toMatch(/replicate|bfl|stability/);
    expect(HOSTED_SOURCES.every((source) => !source.includes(' '))).toBe(true);
  });

  test('an address is taken when the policy allows it, and told why when not', () => {
    expect(checkBase(' http://localhost:8788/ ', [])).toBe('http://localhost:8788');
    expect(checkBase('https://lab.example/v1', ['https://lab.example'])).toBe('https://lab.example/v1');
    expect(() => checkBase('https://lab.example/v1', [])).toThrow(/SPECIMEN_HOSTED_ORIGINS="https:\/\/lab.example"/);
    expect(() => checkBase('http://localhost:1/?key=sk-1', [])).toThrow(/Leave passwords/);
    expect(() => checkBase('http://key@localhost:1', [])).toThrow(/Leave passwords/);
    expect(() => checkBase('localhost', [])).toThrow(/whole address/);
    expect(() => checkBase('javascript:alert(1)', [])).toThrow(/whole address/);
  });

  test('the build setting takes plain https origins only', () => {
    expect(parseOrigins('https://a.example, https://b.example:8443')).toEqual([
      'https://a.example',
      'https://b.example:8443',
    ]);
    expect(parseOrigins('')).toEqual([]);
    for (const bad of [
      '*',
      'https:',
      'https://*',
      'https://*.example',
      'http://a.example',
      'https://a.example/path',
      'https://*; script-src *',
    ]) {
      expect(() => parseOrigins(bad)).toThrow(/SPECIMEN_HOSTED_ORIGINS/);
    }
  });

  test('a star stands for labels, never for the end of another name', () => {
    expect(matchesHost('v3.fal.media', ['*.fal.media'])).toBe(true);
    expect(matchesHost('evilfal.media', ['*.fal.media'])).toBe(false);
    expect(matchesHost('fal.media.evil.example', ['*.fal.media'])).toBe(false);
  });
});
