/** Answers of servers that speak OpenAI's images API each in its own way: a picture that is there is not lost over what stands beside it. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { runCall } from '../../src/client/hosted/index.ts';
import type { HostedCall, ProviderId } from '../../src/contract/hosted.ts';

const call = (provider: ProviderId): HostedCall => ({
  provider,
  model: 'any',
  operation: 'generate',
  prompt: 'rock',
  quality: null,
  image: null,
  mask: null,
  width: 1024,
  height: 1024,
});
const PNG = new Uint8Array([137, 80, 78, 71]);
const b64_json = Buffer.from(PNG).toString('base64');

function run(provider: ProviderId, base: string | null, answer: () => Response) {
  return runCall(
    call(provider),
    { provider, base },
    {
      key: 'sk-none',
      signal: new AbortController().signal,
      onProgress: () => {},
      onPartial: () => {},
      fetch: () => Promise.resolve(answer()),
    },
  );
}

const json = (body: object) => () =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
/** A stream of events, each as its data. */
const stream = (events: object[]) => () =>
  new Response(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''), {
    headers: { 'content-type': 'text/event-stream' },
  });

const COUNTS: [string, object | null | undefined][] = [
  ['nothing', {}],
  ['null', null],
  ['none at all', undefined],
  ['sums alone', { input_tokens: 1, output_tokens: 4, total_tokens: 5 }],
];
const completed = 'image_generation.completed';

describe('usage', () => {
  test.each(COUNTS)('of %s is no reason to lose a picture', async (_, usage) => {
    const whole = await run('compatible', 'http://localhost:1/v1', json({ created: 1, data: [{ b64_json }], usage }));
    expect(whole).toMatchObject({ bytes: PNG, usage: null });
    const streamed = await run('openai', null, stream([{ type: completed, b64_json, usage }]));
    expect(streamed).toMatchObject({ bytes: PNG, usage: null });
  });

  test('that can be read is', async () => {
    const usage = { input_tokens_details: { text_tokens: 1, image_tokens: 2 }, output_tokens: 3 };
    const read = { textIn: 1, imageIn: 2, imageOut: 3 };
    expect(await run('compatible', 'http://localhost:1/v1', json({ data: [{ b64_json }], usage }))).toMatchObject({
      usage: read,
    });
    expect(await run('openai', null, stream([{ type: completed, b64_json, usage }]))).toMatchObject({ usage: read });
  });
});

describe('a stream', () => {
  test('goes on over events of another kind', async () => {
    const events = [
      { type: 'image_generation.in_progress' },
      { note: 'without a type' },
      { type: completed, b64_json },
    ];
    expect(await run('openai', null, stream(events))).toMatchObject({ bytes: PNG });
  });

  test('that ends without a picture is cut off', async () => {
    await expect(run('openai', null, stream([{ type: 'image_generation.in_progress' }]))).rejects.toMatchObject({
      name: 'HostFailed',
      cause: 'the stream ended before its picture',
    });
  });

  test.each([{}, { type: 'error' }])('tells why it failed, as %j', async (type) => {
    const error = { message: 'Rejected by the safety system.', code: 'moderation_blocked' };
    await expect(run('openai', null, stream([{ ...type, error }]))).rejects.toMatchObject({ name: 'ResultRefused' });
  });
});

describe('without a network', () => {
  afterEach(() => vi.unstubAllGlobals());

  test.each(['localhost', '127.0.0.1', '[::1]'])('a server at %s is reached', async (host) => {
    vi.stubGlobal('navigator', { onLine: false });
    const answer = json({ data: [{ b64_json }] });
    expect(await run('compatible', `http://${host}:8080/v1`, answer)).toMatchObject({ bytes: PNG });
  });

  test.each([
    ['compatible', 'https://lab.example/v1'],
    ['openai', null],
    ['replicate', 'http://localhost:8789'], // the proxy is there, the service behind it is not
  ] as const)('%s at %s is not even asked', async (provider, base) => {
    vi.stubGlobal('navigator', { onLine: false });
    const answer = vi.fn(json({}));
    await expect(run(provider, base, answer)).rejects.toMatchObject({ name: 'Offline' });
    expect(answer).not.toHaveBeenCalled();
  });
});
