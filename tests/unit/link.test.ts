import { describe, expect, it } from 'vitest';
import { SpecimenError } from '../../src/contract/errors.ts';
import { parseLink, toLink } from '../../src/contract/link.ts';
import { LOOKS, MATERIALS } from '../../src/contract/materials.ts';
import {
  COUNT_LIMITS,
  LATENT_LIMITS,
  SAMPLER_NAMES,
  SCHEDULE_NAMES,
  STEP_LIMITS,
  type SampleRequest,
} from '../../src/contract/request.ts';

/** A small generator of test cases (mulberry32), so that a failure can be run again. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function randomRequest(random: () => number): SampleRequest {
  const maybe = () => random() < 0.5;
  const whole = (min: number, max: number) => min + Math.floor(random() * (max - min + 1));
  const request: SampleRequest = {
    model: ['vae-64', 'dcgan-64', 'ddpm-64'][whole(0, 2)]!,
    material: MATERIALS[whole(0, 2)]!,
    look: LOOKS[whole(0, 1)]!,
    count: whole(COUNT_LIMITS.min, COUNT_LIMITS.max),
    seed: whole(0, 0xffffffff),
    attributes: {},
  };
  if (maybe()) request.attributes.areaFraction = random();
  if (maybe()) request.attributes.featureSize = random() * 64;
  if (maybe()) request.attributes.noise = random() * 1e-8; // written with an exponent
  if (maybe()) request.steps = whole(STEP_LIMITS.min, STEP_LIMITS.max);
  if (maybe()) request.sampler = SAMPLER_NAMES[whole(0, SAMPLER_NAMES.length - 1)]!;
  if (maybe()) request.schedule = SCHEDULE_NAMES[whole(0, 2)]!;
  if (maybe()) request.stochasticity = random();
  if (maybe()) request.guidance = 8 * random();
  if (maybe()) request.attributeGuidance = { areaFraction: 8 * random(), noise: random() };
  if (maybe()) request.classifierGuidance = 20 * random();
  if (maybe()) request.truncation = random();
  if (maybe()) {
    request.latent = [3, 17, 40].map((dimension) => ({ dimension, value: LATENT_LIMITS.max * (2 * random() - 1) }));
  }
  if (maybe()) request.interpolateTo = whole(0, 0xffffffff);
  if (maybe()) request.mixWith = whole(0, 0xffffffff);
  if (maybe()) request.mixFrom = whole(0, 12);
  return request;
}

const example: SampleRequest = {
  model: 'vae-64',
  material: 'rocks',
  look: 'real',
  count: 16,
  seed: 42,
  attributes: { areaFraction: 0.18 },
  latent: [{ dimension: 3, value: -1.5 }],
};

describe('share links', () => {
  it('are readable', () => {
    expect(toLink(example)).toBe(
      '#/sample?v=1&model=vae-64&material=rocks&look=real&count=16&seed=42&areaFraction=0.18&latent=3:-1.5',
    );
  });

  it('bring back every request exactly', () => {
    const random = generator(1);
    for (let i = 0; i < 500; i++) {
      const request = randomRequest(random);
      expect(parseLink(toLink(request))).toEqual(request);
    }
  });

  it('leave the pictures of a request behind', () => {
    const picture = { data: new Float32Array(64 * 64), count: 1, height: 64, width: 64 };
    const sketch = { edges: picture.data, labels: picture.data, strength: 1 };
    expect(toLink({ ...example, like: picture, from: picture, sketch })).toBe(toLink(example));
  });

  it('either give a request that makes the same link again, or a sentence, however they are mangled', () => {
    const random = generator(2);
    const alphabet = 'aZ09-.:,=&?#/%+ e\u0000\u00e9<>"\'';
    let rejected = 0;
    for (let i = 0; i < 600; i++) {
      const link = toLink(randomRequest(random));
      const at = Math.floor(random() * link.length);
      const insert = alphabet[Math.floor(random() * alphabet.length)]!;
      const mangled = [
        link.slice(0, at),
        link.slice(0, at) + insert + link.slice(at),
        link.slice(0, at) + insert + link.slice(at + 1),
        link.slice(0, at) + link.slice(at + 1),
      ][i % 4]!;
      let request: SampleRequest;
      try {
        request = parseLink(mangled);
      } catch (error) {
        expect(error).toBeInstanceOf(SpecimenError);
        expect((error as SpecimenError).name).toBe('BadLink');
        expect((error as SpecimenError).message).toMatch(/^This link .*[.]$/);
        rejected++;
        continue;
      }
      expect(parseLink(toLink(request))).toEqual(request);
    }
    expect(rejected).toBeGreaterThan(300);
  });

  const base = toLink({ ...example, attributes: {}, latent: undefined });
  it.each([
    ['no query', '#/sample'],
    ['an empty query', '#/sample?'],
    ['another screen', base.replace('sample', 'settings')],
    ['another version', base.replace('v=1', 'v=2')],
    ['no version', base.replace('v=1&', '')],
    ['count 0', base.replace('count=16', 'count=0')],
    ['count 10000', base.replace('count=16', 'count=10000')],
    ['a fractional count', base.replace('count=16', 'count=1.5')],
    ['a negative seed', base.replace('seed=42', 'seed=-1')],
    ['a seed beyond 32 bits', base.replace('seed=42', 'seed=4294967296')],
    ['a hexadecimal seed', base.replace('seed=42', 'seed=0x2a')],
    ['an unknown material', base.replace('rocks', 'gold')],
    ['a path as model', base.replace('vae-64', '../../secret')],
    ['an address as model', base.replace('vae-64', 'https://example.org')],
    ['markup as model', base.replace('vae-64', '<img src=x onerror=alert(1)>')],
    ['a prototype key', `${base}&__proto__=1`],
    ['an unknown key', `${base}&admin=true`],
    ['a repeated key', `${base}&seed=43`],
    ['a fraction above 1', `${base}&areaFraction=1.01`],
    ['not a number', `${base}&areaFraction=NaN`],
    ['infinity', `${base}&featureSize=Infinity`],
    ['an empty number', `${base}&noise=`],
    ['a second style beyond 32 bits', `${base}&mixWith=4294967296`],
    ['a fractional layer', `${base}&mixFrom=1.5`],
    ['steps 0', `${base}&steps=0`],
    ['a truncation above 1', `${base}&truncation=1.5`],
    ['a latent coordinate beyond the limits', `${base}&latent=3:99`],
    ['a latent dimension twice', `${base}&latent=3:1,3:2`],
    ['a latent pair of three', `${base}&latent=3:1:2`],
    ['half a latent pair', `${base}&latent=3`],
    ['a very long text', base + '&latent=' + '1:1,'.repeat(1000)],
  ])('refuse %s', (_, link) => {
    expect(() => parseLink(link)).toThrow(expect.objectContaining({ name: 'BadLink' }));
  });
});
