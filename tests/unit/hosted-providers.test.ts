/** Every provider against the practice server: success, each fault, cancellation, time-out, and one paid request per call. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encode } from 'fast-png';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startMock, type Mock } from '../../scripts/mock/server.ts';
import type { Fault } from '../../scripts/mock/types.ts';
import { decodePicture } from '../../scripts/mock/pictures.ts';
import { factsOf, PROVIDERS } from '../../src/client/hosted/facts.ts';
import { checkKey, runCall } from '../../src/client/hosted/index.ts';
import { stateAfter } from '../../src/client/hosted/ledger.ts';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';
import type { HostedCall, HostedProgress, Operation, ProviderId, ProviderSetup } from '../../src/contract/hosted.ts';

let mock: Mock;
beforeAll(async () => {
  mock = await startMock(0, 5);
});
afterAll(() => mock.close());

const SIDE = 32;
const KEY = 'planted-key-123';
const image = encode({
  width: SIDE,
  height: SIDE,
  data: new Uint8Array(3 * SIDE * SIDE).fill(90),
  depth: 8,
  channels: 3,
});
/** The left half is edited. */
function maskFor(convention: 'alpha' | 'white' | 'none'): Uint8Array {
  const channels = convention === 'alpha' ? 4 : 3;
  const data = new Uint8Array(channels * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const edited = i % SIDE < SIDE / 2;
    data.fill(edited === (convention === 'alpha') ? 0 : 255, channels * i, channels * (i + 1));
  }
  return encode({ width: SIDE, height: SIDE, data, depth: 8, channels });
}

function callOf(provider: ProviderId, operation: Operation, prompt: string): HostedCall {
  const facts = factsOf(provider);
  const model = facts.models.find(({ operations }) => operations.includes(operation))!;
  return {
    provider,
    model: model.id || 'any',
    operation,
    prompt: model.promptless ? '' : prompt,
    quality: model.qualities?.[0] ?? null,
    image: operation === 'generate' ? null : image,
    mask: operation === 'inpaint' ? maskFor(facts.mask) : null,
    width: SIDE,
    height: SIDE,
  };
}

/** The practice server by a name that is not of this computer, where a network is needed. */
const ELSEWHERE = 'http://practice.test';

const setupOf = (provider: ProviderId, root = mock.url): ProviderSetup => ({
  provider,
  base: provider === 'compatible' ? `${root}/v1` : root,
});

interface Ran {
  bytes: Uint8Array;
  requestId: string | null;
  practice: boolean;
  partials: number;
  progress: HostedProgress[];
}

async function run(
  call: HostedCall,
  {
    root = mock.url,
    ask = fetch,
    ...options
  }: { signal?: AbortSignal; timeoutMs?: number; root?: string; ask?: typeof fetch } = {},
): Promise<Ran> {
  const progress: HostedProgress[] = [];
  let partials = 0;
  const received = await runCall(call, setupOf(call.provider, root), {
    key: KEY,
    signal: new AbortController().signal,
    onProgress: (p) => progress.push(p),
    onPartial: () => partials++,
    fetch: (url, init) => ask((url as string).replace(ELSEWHERE, mock.url), init),
    pollMs: 10,
    ...options,
  });
  return { ...received, partials, progress };
}

/** Requests that may be billed since a point in time. */
const billed = (since: number) =>
  mock.arrivals.slice(since).filter(({ method, path }) => method === 'POST' && !path.endsWith('cancel'));

const CASES = PROVIDERS.flatMap(({ id, models }) =>
  [...new Set(models.flatMap(({ operations }) => operations))].map((operation) => [id, operation] as const),
);

test.each(CASES)('%s: %s gives a picture, the key arrives, and one request is billed', async (provider, operation) => {
  const since = mock.arrivals.length;
  const { bytes, requestId, practice } = await run(callOf(provider, operation, 'rock'));
  expect(practice).toBe(true);
  expect(requestId).toMatch(/^(job|req)-\d+$/);
  expect(decodePicture(bytes).width).toBeGreaterThan(0);
  expect(billed(since)).toHaveLength(1);
  const [arrival] = billed(since);
  expect(arrival!.key).toBe(KEY);
  expect(arrival!.mask?.edited ?? null).toBe(operation === 'inpaint' ? 0.5 : null);
});

test('OpenAI shows the picture while it emerges', async () => {
  const { partials, progress } = await run(callOf('openai', 'generate', 'rock'));
  expect(partials).toBe(2);
  expect(progress.map(({ stage }) => stage)).toEqual(['send', 'work']);
});

test('fal tells its place in the queue', async () => {
  const { progress } = await run(callOf('fal', 'generate', 'rock'));
  expect(progress).toEqual([
    { stage: 'send' },
    { stage: 'queue', position: null }, // it has taken the job
    { stage: 'queue', position: 1 },
    { stage: 'work' },
    { stage: 'work' },
    { stage: 'fetch' },
  ]);
});

const NAMES: [Fault, string][] = [
  ['401', 'KeyRefused'],
  ['403', 'KeyRefused'],
  ['404', 'BadRequest'],
  ['429-rate', 'RateLimited'],
  ['429-quota', 'QuotaSpent'],
  ['moderation', 'ContentRefused'],
  ['500', 'HostFailed'],
];

describe.each(PROVIDERS.map(({ id }) => id))('%s', (provider) => {
  test.each(NAMES)('%s is %s, once, and no word of the key', async (fault, name) => {
    const since = mock.arrivals.length;
    const error: unknown = await run(callOf(provider, 'generate', `rock fault:${fault}`)).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(SpecimenError);
    expect(error).toMatchObject({ name });
    expect((error as SpecimenError).message).toMatch(/[;,] .*\.$/); // what is wrong, and what to do
    expect(String((error as SpecimenError).cause)).not.toContain(KEY);
    expect(billed(since)).toHaveLength(1);
  });

  test('a hang ends by the clock and is not repeated', async () => {
    const since = mock.arrivals.length;
    const call = callOf(provider, 'generate', 'fault:hang');
    await expect(run(call, { timeoutMs: 1000 })).rejects.toMatchObject({ name: 'HostTimedOut' });
    expect(billed(since)).toHaveLength(1);
  });

  test('a good key passes its test, a wrong one does not', async () => {
    const check = (key: string) => {
      const options = { key, signal: new AbortController().signal, onProgress: () => {}, onPartial: () => {}, fetch };
      return checkKey(setupOf(provider), options);
    };
    await expect(check(KEY)).resolves.toBeUndefined();
    await expect(check('wrong')).rejects.toMatchObject({ name: 'KeyRefused' });
  });
});

/** Says of each request in turn whether the computer is online, and the last of them of all that follow. */
function connection(...online: boolean[]): void {
  vi.stubGlobal('navigator', {
    get onLine() {
      return online.length > 1 ? online.shift() : online[0];
    },
  });
}
afterEach(() => vi.unstubAllGlobals());

/** The requests before a job is asked about: Hugging Face is asked for its model first. */
const submission = (provider: ProviderId) => (provider === 'huggingface' ? [true, true] : [true]);

test.each(PROVIDERS.map(({ id }) => id))('%s: offline before anything was sent is free', async (provider) => {
  const since = mock.arrivals.length;
  connection(false);
  const error: unknown = await run(callOf(provider, 'generate', 'rock'), { root: ELSEWHERE }).catch((e: unknown) => e);
  expect(error).toMatchObject({ name: 'Offline' });
  expect(stateAfter((error as SpecimenError).name)).toBe('free');
  expect(mock.arrivals.length).toBe(since);
});

/** The failure of a call whose submission arrived: it may be billed, and neither its sentence nor its details deny that. */
async function mayBeBilled(provider: ProviderId, prompt: string): Promise<void> {
  const since = mock.arrivals.length;
  const error: unknown = await run(callOf(provider, 'generate', prompt), { root: ELSEWHERE }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(SpecimenError);
  const { name, message, cause } = error as SpecimenError;
  expect(stateAfter(name)).toBe('possible');
  expect(message).toContain('it may be billed');
  expect(`${message} ${String(cause)}`).not.toMatch(/nothing/i);
  expect(billed(since)).toHaveLength(1);
}

describe.each(['fal', 'huggingface', 'replicate', 'bfl'] as const)('%s, once it has accepted a job', (provider) => {
  test.each<Fault>(['job-401', 'job-403', 'job-404', 'job-429-rate'])('%s may be billed', (fault) =>
    mayBeBilled(provider, `rock fault:${fault}`),
  );

  test('a connection that stays away may be billed', async () => {
    connection(...submission(provider), false);
    await mayBeBilled(provider, 'rock');
  });

  test('a connection that is away for a moment does not end it', async () => {
    const since = mock.arrivals.length;
    connection(...submission(provider), true, false, false, false, true);
    const { bytes } = await run(callOf(provider, 'generate', 'rock'), { root: ELSEWHERE });
    expect(decodePicture(bytes).width).toBeGreaterThan(0);
    expect(billed(since)).toHaveLength(1);
  });

  test.each([
    ['503', () => new Response('', { status: 503 })],
    ['a dropped connection', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('%s in the way of its picture, three times, does not lose it', async (_, failure) => {
    const since = mock.arrivals.length;
    const failed = new Map<string, number>();
    const { bytes } = await run(callOf(provider, 'generate', 'rock'), {
      ask: async (url, init) => {
        const address = url as string;
        const times = failed.get(address) ?? 0;
        // The result of a job, or the file of its picture.
        if (times === 3 || !/\/requests\/job-\d+(\?|$)|\.png$/.test(address)) return fetch(address, init);
        failed.set(address, times + 1);
        return failure();
      },
    });
    expect(decodePicture(bytes).width).toBeGreaterThan(0);
    expect(failed.size).toBe(provider === 'huggingface' ? 2 : 1);
    expect(billed(since)).toHaveLength(1);
  });
});

test.each(['fal', 'huggingface', 'replicate', 'bfl', 'gemini'] as const)(
  '%s: what its safety system refuses after the work may be billed',
  async (provider) => {
    const prompt = 'rock fault:result-moderation';
    await mayBeBilled(provider, prompt);
    await expect(run(callOf(provider, 'generate', prompt))).rejects.toMatchObject({ name: 'ResultRefused' });
  },
);

// fal sends its picture with the result; the others leave it on a media host.
test.each(['huggingface', 'replicate', 'bfl'] as const)('%s: a lost file may be billed', (provider) =>
  mayBeBilled(provider, 'rock fault:file-404'),
);

test.each(['openai', 'gemini', 'stability'] as const)('%s: a cut answer is told', async (provider) => {
  const call = callOf(provider, 'generate', 'fault:truncated');
  await expect(run(call)).rejects.toMatchObject({ name: 'HostFailed' });
});

describe('cancelling', () => {
  test.each(['openai', 'fal', 'huggingface', 'gemini', 'compatible', 'replicate', 'bfl', 'stability'] as const)(
    '%s: ends while nothing is answered',
    async (provider) => {
      const controller = new AbortController();
      const running = run(callOf(provider, 'generate', 'fault:hang'), { signal: controller.signal });
      const since = mock.arrivals.length;
      await expect.poll(() => billed(since).length).toBe(1);
      controller.abort();
      await expect(running).rejects.toBeInstanceOf(Cancelled);
      await expect.poll(() => billed(since)[0]!.hungUp).toBe(true);
    },
  );

  test.each(['fal', 'replicate'] as const)('%s: cancels a job that it gives up', async (provider) => {
    const since = mock.arrivals.length;
    await expect(run(callOf(provider, 'generate', 'fault:job-429-rate'))).rejects.toMatchObject({ name: 'HostFailed' });
    await expect.poll(() => mock.arrivals.slice(since).filter(({ path }) => path.endsWith('/cancel')).length).toBe(1);
  });

  test.each(['fal', 'replicate'] as const)('%s: cancels the job at the provider', async (provider) => {
    const controller = new AbortController();
    const since = mock.arrivals.length;
    const running = run(callOf(provider, 'generate', 'fault:slow'), { signal: controller.signal });
    await expect.poll(() => mock.arrivals.slice(since).length).toBeGreaterThan(2);
    controller.abort();
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    await expect.poll(() => mock.arrivals.slice(since).filter(({ path }) => path.endsWith('/cancel')).length).toBe(1);
    const after = mock.arrivals.length;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(mock.arrivals.length).toBe(after); // and no longer asks for it
  });

  test('before anything is sent, nothing is sent', async () => {
    const since = mock.arrivals.length;
    await expect(run(callOf('openai', 'generate', 'rock'), { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(
      Cancelled,
    );
    expect(mock.arrivals.length).toBe(since);
  });
});

test('a server that is not there is told apart from one that fails', async () => {
  const setup: ProviderSetup = { provider: 'openai', base: 'http://127.0.0.1:1' };
  const options = { key: KEY, signal: new AbortController().signal, onProgress: () => {}, onPartial: () => {}, fetch };
  await expect(runCall(callOf('openai', 'generate', 'x'), setup, options)).rejects.toMatchObject({
    name: 'HostUnreachable',
  });
});

describe('the key stays with its service', () => {
  const call = (provider: ProviderId, through: typeof fetch, base: string | null = mock.url) =>
    runCall(
      callOf(provider, 'generate', 'rock'),
      { provider, base },
      {
        ...{ key: KEY, signal: new AbortController().signal, onProgress: () => {}, onPartial: () => {} },
        ...{ fetch: through, pollMs: 10 },
      },
    );

  test('a redirect is not followed', async () => {
    const since = mock.arrivals.length;
    const server = createServer((request, response) =>
      response.writeHead(307, { location: `${mock.url}${request.url!}` }).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(call('openai', fetch, `http://127.0.0.1:${port}`)).rejects.toMatchObject({ name: 'HostUnreachable' });
    expect(mock.arrivals.length).toBe(since);
    server.close();
  });

  test('requests carry no cookies, are not kept, and say of no page where they come from', async () => {
    const sent: RequestInit[] = [];
    await call('replicate', (url, init) => (sent.push(init!), fetch(url, init)));
    expect(sent.length).toBeGreaterThan(2);
    for (const init of sent)
      expect(init).toMatchObject({ credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' });
  });

  test.each([
    ['bfl', 'a job at another host', 'https://api.eu1.bfl.ai', 'https://evil.example'],
    ['bfl', 'a job without encryption', 'https://api.eu1.bfl.ai', 'http://api.eu1.bfl.ai'],
    ['bfl', 'a picture at another host', 'https://delivery-eu1.bfl.ai', 'https://evil.example'],
    ['replicate', 'a picture at another host', 'https://replicate.delivery', 'https://evil.example'],
    ['huggingface', 'a job at an address of its own kind', '/requests/', '/%2e%2e%2frequests/'],
  ] as const)('%s: %s is not asked for', async (provider, _, own, other) => {
    const since = mock.arrivals.length;
    let changed = 0;
    const through: typeof fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (!answer.headers.get('content-type')?.includes('json')) return answer;
      const text = await answer.text();
      if (text.includes(own)) changed++;
      return new Response(text.replaceAll(own, other), answer);
    };
    await expect(call(provider, through)).rejects.toMatchObject({ name: 'HostFailed' });
    expect(changed).toBeGreaterThan(0);
    expect(mock.arrivals.slice(since).filter(({ path }) => /evil|%2e/.test(path))).toEqual([]);
  });

  test('a picture that is far too large is not read', async () => {
    const through: typeof fetch = async (url, init) => {
      const answer = await fetch(url, init);
      if (answer.headers.get('content-type') !== 'image/png') return answer;
      return new Response(answer.body, { headers: { 'content-length': '65000000' } });
    };
    await expect(call('replicate', through)).rejects.toMatchObject({ name: 'HostFailed', cause: 'too large' });
  });
});
