/** Requests against those of the official SDKs: typed by their types, and equal to what they send, field by field. */
import { createFalClient } from '@fal-ai/client';
import type { EndpointTypeMap } from '@fal-ai/client/endpoints';
import { GoogleGenAI, type GenerateContentParameters } from '@google/genai';
import { InferenceClient } from '@huggingface/inference';
import OpenAI from 'openai';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HostedCall } from '../../src/contract/hosted.ts';
import { formData } from '../../src/client/hosted/exchange.ts';
import * as fal from '../../src/client/hosted/fal.ts';
import { contentBody, gemini } from '../../src/client/hosted/gemini.ts';
import { generateInput, huggingface, jobRequests, mappingRequest } from '../../src/client/hosted/huggingface.ts';
import { generateBody, openAi } from '../../src/client/hosted/openai.ts';
import { NEUTRAL_PROMPT, type HttpRequest } from '../../src/client/hosted/provider.ts';

const image = new Uint8Array([137, 80, 78, 71]);
const mask = new Uint8Array([1, 2, 3]);
const call: HostedCall = {
  provider: 'openai',
  model: 'gpt-image-2.6-flare',
  operation: 'generate',
  prompt: 'microCT slice of rock',
  quality: 'low',
  image: null,
  mask: null,
  width: 1024,
  height: 1024,
};
const edit: HostedCall = { ...call, operation: 'inpaint', image, mask };
const instruct: HostedCall = { ...edit, operation: 'instruct', mask: null };

interface Sent {
  method: string;
  url: string;
  body: unknown;
}

/** The fields of a form in the order of their names: a form has no order that a server would see. */
async function fieldsOf(form: FormData): Promise<unknown[]> {
  const fields = [...form].map(async ([name, value]) => [
    name,
    typeof value === 'string' ? value : [value.type, ...new Uint8Array(await value.arrayBuffer())],
  ]);
  return (await Promise.all(fields)).sort(([a], [b]) => String(a).localeCompare(String(b)));
}

async function plain({ method, url, body }: HttpRequest): Promise<Sent> {
  if (body === null) return { method, url, body: null };
  return {
    method,
    url,
    body: 'json' in body ? JSON.parse(JSON.stringify(body.json)) : await fieldsOf(formData(body.form)),
  };
}

/** What an SDK sends, in order, when each request is answered with the next of `answers`. */
function recorder(answers: object[]) {
  const sent: Sent[] = [];
  const stub = async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const { method = 'GET', body } = init;
    const json: unknown = typeof body === 'string' ? JSON.parse(body) : null;
    sent.push({
      method: method.toUpperCase(),
      url: input instanceof Request ? input.url : input.toString(),
      body: body instanceof FormData ? await fieldsOf(body) : json,
    });
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
  };
  return { sent, stub };
}

afterEach(() => vi.unstubAllGlobals());

describe('OpenAI', () => {
  const file = (bytes: Uint8Array<ArrayBuffer>) => new File([bytes], 'x.png', { type: 'image/png' });
  const provider = openAi('https://api.openai.com/v1', true);

  async function sdk(run: (client: OpenAI) => Promise<unknown>): Promise<Sent> {
    const { sent, stub } = recorder([{ created: 1, data: [] }]);
    await run(new OpenAI({ apiKey: 'sk-none', fetch: stub, maxRetries: 0 }));
    return sent.at(-1)!; // before a form the SDK tries out what the fetch can do
  }

  test('a picture from words', async () => {
    const body: OpenAI.ImageGenerateParams = generateBody(call, true);
    expect(await plain(provider.generate(call))).toEqual(await sdk((client) => client.images.generate(body)));
    expect(body).toMatchObject({ quality: 'low', size: '1024x1024', stream: true, partial_images: 2 });
  });

  test('a masked edit', async () => {
    const body: OpenAI.ImageEditParams = { ...generateBody(edit, true), image: file(image), mask: file(mask) };
    expect(await plain(provider.edit(edit))).toEqual(await sdk((client) => client.images.edit(body)));
  });

  test('a variation is an edit with fixed words and no mask', async () => {
    const vary = { ...instruct, operation: 'vary' as const, prompt: '' };
    const body: OpenAI.ImageEditParams = {
      ...generateBody({ ...vary, prompt: NEUTRAL_PROMPT }, true),
      image: file(image),
    };
    expect(await plain(provider.vary(vary))).toEqual(await sdk((client) => client.images.edit(body)));
  });

  test('checking a key lists the models', async () => {
    expect(await plain(provider.check)).toEqual(await sdk((client) => client.models.list()));
  });

  test('a compatible server is asked for data, at its own address, without a stream', async () => {
    const request = openAi('http://localhost:9/v1', false).generate({ ...call, quality: null });
    expect(await plain(request)).toEqual({
      method: 'POST',
      url: 'http://localhost:9/v1/images/generations',
      body: { model: call.model, prompt: call.prompt, n: 1, size: '1024x1024', response_format: 'b64_json' },
    });
  });
});

describe('fal', () => {
  const inputs = {
    generate: fal.generateInput(call) satisfies EndpointTypeMap['fal-ai/flux-2/turbo']['input'],
    fill: fal.fillInput(edit) satisfies EndpointTypeMap['fal-ai/flux-pro/v1/fill']['input'],
    instruct: fal.instructInput(instruct) satisfies EndpointTypeMap['fal-ai/flux-2/turbo/edit']['input'],
    redux: fal.varyInput(instruct) satisfies EndpointTypeMap['fal-ai/flux-pro/v1/redux']['input'],
  };

  async function sdk(run: (queue: ReturnType<typeof createFalClient>['queue']) => Promise<unknown>): Promise<Sent> {
    const { sent, stub } = recorder([{ request_id: 'r1', status: 'COMPLETED' }]);
    await run(createFalClient({ credentials: 'none', fetch: stub }).queue);
    const { url, ...rest } = sent[0]!;
    return { url: url.replace('?logs=0', ''), ...rest }; // no logs is what a status without the parameter gives
  }

  test.each([
    ['generate', 'fal-ai/flux-2/turbo', inputs.generate, fal.fal.generate({ ...call, model: 'fal-ai/flux-2/turbo' })],
    [
      'masked edit',
      'fal-ai/flux-pro/v1/fill',
      inputs.fill,
      fal.fal.edit({ ...edit, model: 'fal-ai/flux-pro/v1/fill' }),
    ],
    [
      'instruct',
      'fal-ai/flux-2/turbo/edit',
      inputs.instruct,
      fal.fal.edit({ ...instruct, model: 'fal-ai/flux-2/turbo/edit' }),
    ],
    [
      'vary',
      'fal-ai/flux-pro/v1/redux',
      inputs.redux,
      fal.fal.vary({ ...instruct, model: 'fal-ai/flux-pro/v1/redux' }),
    ],
  ] as const)('%s is submitted as the SDK does it', async (_, model, input, request) => {
    expect(await plain(request)).toEqual(await sdk((queue) => queue.submit(model, { input })));
  });

  test('edges go out as the documentation of the canny model has them', async () => {
    const edges: HostedCall = { ...instruct, operation: 'edges', model: 'fal-ai/flux-pro/v1/canny' };
    expect(await plain(fal.fal.edit(edges))).toEqual({
      method: 'POST',
      url: 'https://queue.fal.run/fal-ai/flux-pro/v1/canny',
      body: {
        prompt: call.prompt,
        control_image_url: 'data:image/png;base64,iVBORw==',
        image_size: { width: 1024, height: 1024 },
        num_images: 1,
        output_format: 'png',
        sync_mode: true,
      },
    });
  });

  test('status, result and cancellation ask the addresses that the SDK asks', async () => {
    const model = 'fal-ai/flux-pro/v1/fill';
    const requests = fal.jobRequests(model, 'r1');
    expect(await plain(requests.status)).toEqual(await sdk((queue) => queue.status(model, { requestId: 'r1' })));
    expect(await plain(requests.result)).toEqual(await sdk((queue) => queue.result(model, { requestId: 'r1' })));
    expect(await plain(requests.cancel)).toEqual(await sdk((queue) => queue.cancel(model, { requestId: 'r1' })));
  });
});

test('Hugging Face: the mapping, the submission and the polls are those of the SDK', async () => {
  const response_url = 'https://queue.fal.run/fal-ai/flux-kontext/requests/r1';
  const { sent, stub } = recorder([
    {
      inferenceProviderMapping: {
        'fal-ai': { providerId: 'fal-ai/flux-kontext/dev', status: 'live', task: 'image-to-image' },
      },
    },
    { request_id: 'r1', status: 'IN_QUEUE', response_url },
    { status: 'COMPLETED' },
    { images: [{ url: 'https://v3.fal.media/x.png' }] },
  ]);
  vi.stubGlobal('fetch', stub);
  const model = 'black-forest-labs/FLUX.1-Kontext-dev';
  await new InferenceClient('hf_none').imageToImage(
    {
      provider: 'fal-ai',
      model,
      inputs: new Blob([image], { type: 'image/png' }),
      parameters: { prompt: call.prompt },
    },
    { retry_on_error: false },
  );
  const { status, result } = jobRequests(response_url);
  const ours = [
    mappingRequest(model),
    huggingface.edit({ ...instruct, model: 'fal-ai/flux-kontext/dev' }),
    status,
    result,
  ];
  expect(sent.slice(0, 4)).toEqual(await Promise.all(ours.map(plain)));
});

test('Hugging Face: a picture from words differs from the SDK’s in the size alone, which goes by fal’s name', async () => {
  const { sent, stub } = recorder([
    {
      inferenceProviderMapping: { 'fal-ai': { providerId: 'fal-ai/flux/dev', status: 'live', task: 'text-to-image' } },
    },
    { request_id: 'r1', status: 'COMPLETED', response_url: 'https://queue.fal.run/fal-ai/flux/requests/r1' },
    { images: [{ url: 'https://v3.fal.media/x.png' }] },
  ]);
  vi.stubGlobal('fetch', stub);
  const [width, height] = [1344, 768];
  await new InferenceClient('hf_none').textToImage(
    {
      provider: 'fal-ai',
      model: 'black-forest-labs/FLUX.1-dev',
      inputs: call.prompt,
      parameters: { width, height },
    },
    { retry_on_error: false },
  );
  const ours = await plain(huggingface.generate({ ...call, model: 'fal-ai/flux/dev', width, height }));
  // The SDK for JavaScript hands on the hub's own names, which fal does not know, so that its default size would come; the one for
  // Python translates them as is done here.
  const { width: w, height: h, ...rest } = sent[1]!.body as { width: number; height: number };
  expect(ours).toEqual({ ...sent[1], body: { ...rest, image_size: { width: w, height: h } } });
  generateInput(call) satisfies EndpointTypeMap['fal-ai/flux/dev']['input'];
});

test('Gemini: generateContent is that of the SDK', async () => {
  const { sent, stub } = recorder([{}]);
  vi.stubGlobal('fetch', stub);
  const { contents, generationConfig } = contentBody(instruct);
  const parameters: GenerateContentParameters = { model: 'gemini-nano-banana-2.1', contents, config: generationConfig };
  const client = new GoogleGenAI({ apiKey: 'none', httpOptions: { apiVersion: 'v1beta' } });
  await client.models.generateContent(parameters);
  expect(await plain(gemini.edit({ ...instruct, model: parameters.model }))).toEqual(sent[0]);
});
