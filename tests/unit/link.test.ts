import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLink, toLink, type LabSettings, type LinkPart } from '../../src/contract/link.ts';
import { LOOKS, MATERIALS } from '../../src/contract/materials.ts';
import {
  COUNT_LIMITS,
  LATENT_LIMITS,
  SAMPLER_NAMES,
  SCHEDULE_NAMES,
  STEP_LIMITS,
  type SampleRequest,
} from '../../src/contract/request.ts';
import { generator } from '../support/random.ts';

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

const picture = { data: new Float32Array(64 * 64), count: 1, height: 64, width: 64 };
const sketch = { edges: picture.data, labels: picture.data, strength: 1 };

const fixtures = JSON.parse(readFileSync(new URL('../fixtures/links.json', import.meta.url), 'utf8')) as {
  written: string;
  link: string;
  request: SampleRequest;
  lab?: LabSettings;
  leftOut?: LinkPart[];
}[];

describe('share links', () => {
  it('are readable', () => {
    expect(toLink(example)).toBe(
      '#/sample?v=2&model=vae-64&material=rocks&look=real&count=16&seed=42&areaFraction=0.18&latent=3:-1.5',
    );
    expect(toLink({ ...example, attributes: {}, latent: [] }, 'lab', { view: 'compare', b: { steps: 9 } })).toBe(
      '#/lab?v=2&model=vae-64&material=rocks&look=real&count=16&seed=42&view=compare&bSteps=9',
    );
  });

  it('bring back every request exactly', () => {
    const random = generator(1);
    for (let i = 0; i < 500; i++) {
      const request = randomRequest(random);
      expect(parseLink(toLink(request))).toEqual({ request, lab: {}, leftOut: [] });
    }
  });

  it('bring back the view of the Lab and how its second side samples', () => {
    const lab: LabSettings = {
      view: 'compare',
      b: { steps: 12, sampler: 'ddim', stochasticity: 0.5, attributeGuidance: { noise: 2 }, classifierGuidance: 3 },
    };
    expect(parseLink(toLink(example, 'lab', lab))).toEqual({ request: example, lab, leftOut: [] });
  });

  it.each(fixtures)('open as written by $written', ({ link, request, lab = {}, leftOut = [] }) => {
    expect(parseLink(link)).toEqual({ request, lab, leftOut });
  });

  it.each([
    [{ sketch }, 'sketch', ['sketch']],
    [{ from: picture, sketch, like: picture }, 'like,sketch,from', ['like', 'sketch', 'from']],
  ])('leave the pictures of a request behind, and name them (%#)', (pictures, named, leftOut) => {
    const link = toLink({ ...example, ...pictures });
    expect(link).toBe(`${toLink(example)}&pictures=${named}`);
    expect(parseLink(link)).toEqual({ request: example, lab: {}, leftOut });
  });

  const base = toLink({ ...example, attributes: {}, latent: undefined });
  const whole = { model: 'vae-64', material: 'rocks', look: 'real', count: 16, seed: 42, attributes: {} };

  it.each([
    ['another version', base.replace('v=2', 'v=3'), 'version'],
    ['an unknown key', `${base}&admin=true`, 'unknown'],
    ['a prototype key', `${base}&__proto__=1`, 'unknown'],
    ['a method of every object', `${base}&constructor=1`, 'unknown'],
    ['a setting of the Lab elsewhere', `${base}&view=compare`, 'lab'],
    ['a wrong setting of the Lab', `${base.replace('sample', 'lab')}&view=everything`, 'lab'],
    ['a repeated key, of which the first counts', `${base}&seed=43`, 'seed'],
    ['a fraction above 1', `${base}&areaFraction=1.01`, 'areaFraction'],
    ['not a number', `${base}&areaFraction=NaN`, 'areaFraction'],
    ['infinity', `${base}&featureSize=Infinity`, 'featureSize'],
    ['an empty number', `${base}&noise=`, 'noise'],
    ['a second style beyond 32 bits', `${base}&mixWith=4294967296`, 'mixWith'],
    ['a fractional layer', `${base}&mixFrom=1.5`, 'mixFrom'],
    ['steps 0', `${base}&steps=0`, 'steps'],
    ['a truncation above 1', `${base}&truncation=1.5`, 'truncation'],
    ['a latent coordinate beyond the limits', `${base}&latent=3:99`, 'latent'],
    ['a latent dimension twice', `${base}&latent=3:1,3:2`, 'latent'],
    ['a latent pair of three', `${base}&latent=3:1:2`, 'latent'],
    ['half a latent pair', `${base}&latent=3`, 'latent'],
    ['pictures of no name', `${base}&pictures=`, 'unknown'],
    ['a picture that no request has', `${base}&pictures=sketch,photo`, 'unknown'],
    ['a picture twice', `${base}&pictures=like,like`, 'unknown'],
    ['a method of every object as picture', `${base}&pictures=constructor`, 'unknown'],
    ['a picture itself', `${base}&sketch=0,1,1,0`, 'unknown'],
  ])('open without %s, and name it', (_, link, part) => {
    expect(parseLink(link)).toEqual({ request: whole, lab: {}, leftOut: [part] });
  });

  it.each([
    ['count 0', 'count=16', 'count=0', 'count'],
    ['count 10000', 'count=16', 'count=10000', 'count'],
    ['a fractional count', 'count=16', 'count=1.5', 'count'],
    ['no count', '&count=16', '', 'count'],
    ['a negative seed', 'seed=42', 'seed=-1', 'seed'],
    ['a seed beyond 32 bits', 'seed=42', 'seed=4294967296', 'seed'],
    ['a hexadecimal seed', 'seed=42', 'seed=0x2a', 'seed'],
    ['an unknown material', 'rocks', 'gold', 'material'],
    ['a path as model', 'vae-64', '../../secret', 'model'],
    ['an address as model', 'vae-64', 'https://example.org', 'model'],
    ['markup as model', 'vae-64', '<img src=x onerror=alert(1)>', 'model'],
  ] as const)('open without %s, and name what is missing', (_, good, wrong, part) => {
    const { [part]: missing, ...rest } = whole;
    expect(missing).toBeDefined();
    expect(parseLink(base.replace(good, wrong))).toEqual({ request: rest, lab: {}, leftOut: [part] });
  });

  it.each([
    ['no query', '#/sample'],
    ['an empty query', '#/sample?'],
    ['another screen', base.replace('sample', 'settings')],
    ['nothing known', '#/sample?v=2&a=b'],
    ['a very long text', base + '&latent=' + '1:1,'.repeat(1000)],
  ])('are refused with %s', (_, link) => {
    expect(() => parseLink(link)).toThrow(expect.objectContaining({ name: 'BadLink' }));
    expect(() => parseLink(link)).toThrow(/^This link .*\.$/);
  });
});
