/** Links as an accident or an attacker makes them: valid ones, mutated ones, and texts that were never links. */
import { toLink } from '../../src/contract/link.ts';
import { LOOKS, MATERIALS } from '../../src/contract/materials.ts';
import { SAMPLER_NAMES, SCHEDULE_NAMES, type SampleRequest } from '../../src/contract/request.ts';
import { generator } from './random.ts';

/** Texts that break careless readers: prototypes, script, addresses, numbers at and beyond every edge, odd Unicode. */
const PAYLOADS = [
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__', '[object Object]',
  'javascript:alert(1)', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', '{{7*7}}', '${7*7}',
  'https://example.org/x', '//example.org', 'data:text/html,<script>alert(1)</script>', 'file:///etc/passwd', '../../../../etc/passwd',
  '..%2f..%2f', '%00', '\u0000', '\r\nSet-Cookie: a=b', "' OR 1=1 --", '-1', '-0', '0', '1', '1e308', '1e-400', '1e999', 'Infinity',
  'NaN', 'null', 'undefined', 'true', '0x2a', '0b1', '1_000', '4294967295', '4294967296', '9007199254740993', '9'.repeat(400), '٣', '１６',
  '\u202e16', '\ud800', '\udfff\ud800', '\ufeff42', '😀', 'é'.normalize('NFD'), ' 42', '42 ', '4,2', '3:1,3:2', '0:0:0', '0:3,'.repeat(90),
  '9999:3', '1:-3,2:3', 'noise:8', 'noise:8,noise:1', '__proto__:1', '[]', '{"a":{"b":{"c":1}}}', '%', '%E0%A4%A', '%u0041', '?', '#', '&', '&&==&',
  'sketch', 'like,sketch', 'from,from', 'sketch,',
]; // prettier-ignore
const KEYS = [
  'v', 'model', 'material', 'look', 'count', 'seed', 'areaFraction', 'featureSize', 'noise', 'steps', 'sampler', 'schedule', 'stochasticity',
  'guidance', 'attributeGuidance', 'classifierGuidance', 'truncation', 'latent', 'interpolateTo', 'mixWith', 'mixFrom', 'view', 'bSteps', 'bSampler',
  'bGuidance', 'bAttributeGuidance', 'like', 'from', 'sketch', 'pictures', 'key', 'apiKey', '__proto__', 'constructor', 'attributes', 'request',
  '',
]; // prettier-ignore
const PICTURE = { data: new Float32Array(1), count: 1, height: 1, width: 1 };
const SCREENS = [
  'sample',
  'lab',
  'studio',
  'measure',
  'learn',
  'settings',
  'constructor',
  '__proto__',
  'SAMPLE',
  '',
  '..',
  '%2e%2e',
  'a/b/c',
];

/**
 * @param seed the same one gives the same links
 * @param models ids that the page knows
 * @returns addresses' parts from `#` on, most of them for the Sample screen or the Lab
 */
export function hostileLinks(count: number, seed: number, models: readonly string[]): string[] {
  const random = generator(seed);
  const below = (n: number) => Math.floor(random() * n);
  const one = <T>(list: readonly T[]) => list[below(list.length)]!;
  const maybe = (value: object) => (random() < 0.3 ? value : {});
  const payload = () =>
    random() < 0.8 ? one(PAYLOADS) : String.fromCharCode(...Array.from({ length: below(40) }, () => below(0x10000)));

  const valid = (): string => {
    const request: SampleRequest = {
      model: one(models),
      material: one(MATERIALS),
      look: one(LOOKS),
      count: 1 + below(64),
      seed: below(2 ** 32),
      attributes: {
        ...maybe({ areaFraction: random() / 2 }),
        ...maybe({ featureSize: 20 * random() }),
        ...maybe({ noise: random() / 10 }),
      },
      ...maybe({ steps: 1 + below(250) }),
      ...maybe({ sampler: one(SAMPLER_NAMES), schedule: one(SCHEDULE_NAMES) }),
      ...maybe({ guidance: 8 * random(), attributeGuidance: { noise: 8 * random() } }),
      ...maybe({ classifierGuidance: 20 * random() }),
      ...maybe({ truncation: random() }),
      ...maybe({ latent: [{ dimension: below(200), value: 6 * random() - 3 }] }),
      ...maybe({ interpolateTo: below(2 ** 32) }),
      ...maybe({ mixWith: below(2 ** 32), mixFrom: below(12) }),
      ...maybe({ like: PICTURE, ...maybe({ from: PICTURE }) }),
    };
    if (random() < 0.6) return toLink(request);
    const b = { steps: 1 + below(250), ...maybe({ sampler: one(SAMPLER_NAMES) }), ...maybe({ classifierGuidance: 2 }) };
    return toLink(request, 'lab', { view: one(['watch', 'compare', 'forward', 'quality'] as const), b });
  };

  const mutations: ((link: string) => string)[] = [
    (link) => link,
    (link) => link.slice(0, below(link.length)), // cut off
    (link) => link.slice(0, 9) + link.slice(9 + below(40)), // its beginning lost
    (link) => {
      const at = below(link.length);
      return link.slice(0, at) + String.fromCharCode(link.charCodeAt(at) ^ (1 << below(7))) + link.slice(at + 1); // one bit flipped
    },
    (link) => {
      const at = below(link.length);
      return link.slice(0, at) + payload() + link.slice(at);
    },
    (link) => `${link}&${one(KEYS)}=${payload()}`,
    (link) => `${link}&${one(KEYS)}=${encodeURIComponent(one(PAYLOADS.filter((text) => text.isWellFormed())))}`,
    (link) => `${link}&${payload()}=${payload()}`,
    (link) => link.replace(/=[^&]*/g, (value) => (random() < 0.3 ? `=${payload()}` : value)), // several values exchanged
    (link) => link.replace(/[?&](\w+)=/g, (part) => (random() < 0.2 ? `&${one(KEYS)}=` : part)), // keys exchanged
    (link) =>
      link
        .split('&')
        .sort(() => random() - 0.5)
        .join('&'), // fields in another order
    (link) => link + link.slice(link.indexOf('?')).repeat(1 + below(4)), // said several times
    (link) => link.replace(/\d+/g, (digits) => (random() < 0.3 ? digits.repeat(1 + below(30)) : digits)), // huge numbers
    (link) => encodeURI(link.slice(1).toWellFormed()), // without its #, encoded
    (link) => link.replace(/^#\/\w+/, `#/${one(SCREENS)}`),
    () => `#/${one(SCREENS)}?${Array.from({ length: below(30) }, () => `${one(KEYS)}=${payload()}`).join('&')}`,
    () => `#${payload()}${payload()}`,
    (link) => link + 'a'.repeat(below(100_000)),
  ];
  return Array.from({ length: count }, () => {
    let link = valid();
    for (let times = below(3); times >= 0; times--) link = one(mutations)(link);
    return link;
  });
}
