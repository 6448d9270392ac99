/** Requests to services without an SDK to compare with, against the shapes of their documentation, field by field. */
import { describe, expect, test } from 'vitest';
import type { HostedCall } from '../../src/contract/hosted.ts';
import { bfl } from '../../src/client/hosted/bfl.ts';
import { addressOf } from '../../src/client/hosted/exchange.ts';
import { nearestAspect } from '../../src/client/hosted/gemini.ts';
import { replicate, jobRequests } from '../../src/client/hosted/replicate.ts';
import { stability } from '../../src/client/hosted/stability.ts';

const image = new Uint8Array([1, 2, 3]);
const mask = new Uint8Array([4, 5, 6]);
const call = (operation: HostedCall['operation'], model: string): HostedCall => ({
  provider: 'bfl',
  model,
  operation,
  prompt: 'rock',
  quality: null,
  image: operation === 'generate' ? null : image,
  mask: operation === 'inpaint' ? mask : null,
  width: 1024,
  height: 768,
});
const url = (base64: string) => `data:image/png;base64,${base64}`;

describe('Replicate', () => {
  const root = 'https://api.replicate.com/v1';
  const png = { output_format: 'png' };
  test.each([
    ['generate', 'black-forest-labs/flux-schnell', { prompt: 'rock', aspect_ratio: '4:3', ...png }],
    ['vary', 'black-forest-labs/flux-redux-dev', { redux_image: url('AQID'), aspect_ratio: '4:3', ...png }],
    ['inpaint', 'black-forest-labs/flux-fill-pro', { prompt: 'rock', image: url('AQID'), mask: url('BAUG'), ...png }],
    ['edges', 'black-forest-labs/flux-canny-pro', { prompt: 'rock', control_image: url('AQID'), ...png }],
    ['instruct', 'black-forest-labs/flux-kontext-pro', { prompt: 'rock', input_image: url('AQID'), ...png }],
  ] as const)('%s', (operation, model, input) => {
    expect(replicate.edit(call(operation, model))).toEqual({
      method: 'POST',
      url: `${root}/models/${model}/predictions`,
      body: { json: { input } },
    });
  });

  test('status and cancellation', () => {
    expect(jobRequests('p1')).toEqual({
      status: { method: 'GET', url: `${root}/predictions/p1`, body: null },
      cancel: { method: 'POST', url: `${root}/predictions/p1/cancel`, body: null },
    });
  });
});

describe('Black Forest Labs', () => {
  const png = { output_format: 'png' };
  test.each([
    ['generate', 'flux-2-pro', { prompt: 'rock', width: 1024, height: 768, ...png }],
    ['instruct', 'flux-2-pro', { prompt: 'rock', input_image: 'AQID', width: 1024, height: 768, ...png }],
    ['inpaint', 'flux-pro-1.0-fill', { prompt: 'rock', image: 'AQID', mask: 'BAUG', ...png }],
    [
      'edges',
      'flux-pro-1.0-canny',
      { prompt: 'rock', control_image: 'AQID', canny_low_threshold: 100, canny_high_threshold: 200, ...png },
    ],
  ] as const)('%s', (operation, model, json) => {
    expect(bfl.edit(call(operation, model))).toEqual({
      method: 'POST',
      url: `https://api.bfl.ai/v1/${model}`,
      body: { json },
    });
  });
});

describe('Stability AI', () => {
  const common = [
    ['prompt', 'rock'],
    ['output_format', 'png'],
  ];
  test.each([
    ['generate', 'generate/core', [...common, ['aspect_ratio', '4:3']]],
    ['inpaint', 'edit/inpaint', [...common, ['image', image], ['mask', mask]]],
    ['edges', 'control/structure', [...common, ['image', image]]],
  ] as const)('%s', (operation, model, form) => {
    expect(stability.edit(call(operation, model))).toEqual({
      method: 'POST',
      url: `https://api.stability.ai/v2beta/stable-image/${model}`,
      accept: 'application/json',
      body: { form },
    });
  });
});

test('a proxy and a practice server are asked under the service’s own host and path', () => {
  const asked = 'https://api.bfl.ai/v1/flux-2-pro?x=1';
  expect(addressOf(asked, { provider: 'bfl', base: 'http://localhost:1' })).toBe(
    'http://localhost:1/api.bfl.ai/v1/flux-2-pro?x=1',
  );
  expect(addressOf(asked, { provider: 'bfl', base: null })).toBe(asked);
  expect(addressOf('http://lab/v1/models', { provider: 'compatible', base: 'http://lab/v1' })).toBe(
    'http://lab/v1/models',
  );
});

test('the nearest shape is nearest in proportion', () => {
  expect([1, 1.05, 1.3, 0.7, 2.9, 0.34].map(nearestAspect)).toEqual(['1:1', '1:1', '4:3', '2:3', '21:9', '9:16']);
});
