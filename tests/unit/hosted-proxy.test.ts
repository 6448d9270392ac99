/** What the proxy passes on, and above all what it refuses. */
import { request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createProxy } from '../../proxy/server.ts';
import { startMock } from '../../scripts/mock/server.ts';
import { PROVIDERS } from '../../src/client/hosted/facts.ts';
import { checkKey, runCall } from '../../src/client/hosted/index.ts';

const ORIGIN = 'https://specimen.example';
const FILL = '/api.replicate.com/v1/models/black-forest-labs/flux-fill-pro/predictions';

let seen: { url: string; init: RequestInit }[];
let answer: (init: RequestInit) => Promise<Response>;
let server: ReturnType<typeof createProxy>;
const upstream = (url: URL, init: RequestInit) => {
  seen.push({ url: url.href, init });
  return answer(init);
};

beforeEach(async () => {
  seen = [];
  answer = () =>
    Promise.resolve(
      new Response('{"id":"1"}', {
        status: 201,
        headers: { 'content-type': 'application/json', 'retry-after': '3', 'set-cookie': 'a=b' },
      }),
    );
  server = createProxy({ origin: ORIGIN, fetch: upstream, maxBytes: 1000, timeoutMs: 300 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A raw request, because fetch tidies paths up before it sends them. */
function ask(method: string, path: string, headers: Record<string, string> = { origin: ORIGIN }, body = '') {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('a listed request goes on with its key and its body, and comes back without cookies', async () => {
  const headers = {
    origin: ORIGIN,
    authorization: 'Bearer r8',
    'content-type': 'application/json',
    cookie: 'c=d',
    'x-forwarded-for': '1.2.3.4',
  };
  const response = await ask('POST', FILL, headers, '{"input":{}}');
  expect(response.status).toBe(201);
  expect(response.headers).toMatchObject({ 'access-control-allow-origin': ORIGIN, 'retry-after': '3' });
  expect(response.headers['set-cookie']).toBeUndefined();
  const [{ url, init }] = seen as [(typeof seen)[number]];
  expect(url).toBe(`https:/${FILL}`);
  expect(init.headers).toEqual({ authorization: 'Bearer r8', 'content-type': 'application/json' });
  expect(new TextDecoder().decode(init.body as Uint8Array)).toBe('{"input":{}}');
  expect(init.redirect).toBe('error');
});

test('a preflight of the page is answered, without asking anybody', async () => {
  const response = await ask('OPTIONS', FILL);
  expect(response.status).toBe(204);
  expect(response.headers['access-control-allow-headers']).toBe('authorization, x-key, content-type, accept');
  expect(seen).toEqual([]);
});

describe('refused, and nothing asked', () => {
  test.each([
    ['another host', 'GET', '/example.org/'],
    ['a host that only begins like one', 'GET', '/api.replicate.com.evil.example/v1/account'],
    ['a host that only ends like one', 'GET', '/evil-api.bfl.ai/v1/credits'],
    ['a user before the host', 'GET', '/api.replicate.com@evil.example/v1/account'],
    ['a port', 'GET', '/api.replicate.com:8443/v1/account'],
    ['another path', 'GET', '/api.replicate.com/v1/trainings'],
    ['a path that climbs out', 'GET', '/api.replicate.com/v1/predictions/../../v2/files'],
    ['an encoded climb', 'POST', '/api.replicate.com/v1/models/a/%2e%2e/predictions/predictions'],
    ['another method', 'DELETE', '/api.replicate.com/v1/account'],
    ['a POST where only GET is listed', 'POST', '/replicate.delivery/x.png'],
    ['the machine itself', 'GET', '/127.0.0.1:22/'],
    ['the cloud’s own address', 'GET', '/169.254.169.254/latest/meta-data'],
    ['no host', 'GET', '/'],
    ['an absolute address', 'GET', 'http://api.replicate.com/v1/account'],
  ])('%s', async (_, method, path) => {
    expect((await ask(method, path)).status).toBe(403);
    expect(seen).toEqual([]);
  });

  test('another page, and no page at all', async () => {
    expect((await ask('GET', '/api.replicate.com/v1/account', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask('GET', '/api.replicate.com/v1/account', {})).status).toBe(403);
    expect(seen).toEqual([]);
  });

  test('a body that is too large', async () => {
    expect((await ask('POST', FILL, { origin: ORIGIN }, 'x'.repeat(1001))).status).toBe(413);
    expect(seen).toEqual([]);
  });
});

test('a service that does not answer is given up', async () => {
  answer = ({ signal }) =>
    new Promise((_, reject) => signal!.addEventListener('abort', () => reject(new Error('aborted'))));
  expect((await ask('POST', FILL)).status).toBe(504);
});

test('a service’s redirect is not followed', async () => {
  answer = () => Promise.reject(new TypeError('unexpected redirect'));
  expect((await ask('GET', '/replicate.delivery/x.png')).status).toBe(504);
});

test('nothing is written anywhere', async () => {
  const spies = [
    vi.spyOn(console, 'log'),
    vi.spyOn(console, 'error'),
    vi.spyOn(process.stdout, 'write'),
    vi.spyOn(process.stderr, 'write'),
  ];
  await ask('POST', FILL, { origin: ORIGIN, authorization: 'Bearer planted' }, '{}');
  await ask('GET', '/example.org/');
  for (const spy of spies) {
    expect(
      spy.mock.calls.flat().filter((text) => String(text).includes('planted') || String(text).includes('replicate')),
    ).toEqual([]);
    spy.mockRestore();
  }
});

test.each(PROVIDERS.filter(({ reach }) => reach === 'proxy'))(
  '$name works through it, from key to picture',
  async ({ id, models }) => {
    const mock = await startMock(0, 1);
    server.removeAllListeners('request');
    const through = createProxy({
      origin: ORIGIN,
      fetch: (url, init) => fetch(`${mock.url}/${url.href.slice(8)}`, init),
    });
    server.on('request', (...args) => void through.emit('request', ...args));
    const { port } = server.address() as AddressInfo;
    const setup = { provider: id, base: `http://127.0.0.1:${port}` };
    const options = {
      key: 'k',
      signal: new AbortController().signal,
      onProgress: () => {},
      onPartial: () => {},
      // A browser adds the origin by itself.
      fetch: (url: RequestInfo | URL, init: RequestInit = {}) =>
        fetch(url, { ...init, headers: { ...(init.headers as object), origin: ORIGIN } }),
    };
    await checkKey(setup, options);
    const model = models.find(({ operations }) => operations.includes('generate'))!.id;
    const call = {
      provider: id,
      model,
      operation: 'generate',
      prompt: 'rock',
      quality: null,
      image: null,
      mask: null,
      width: 64,
      height: 64,
    } as const;
    const { bytes } = await runCall(call, setup, options);
    expect([...bytes.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    await mock.close();
  },
);
