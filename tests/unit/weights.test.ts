/** Cards and weights over a real HTTP server that misbehaves in the ways networks do. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';
import { HttpSource, Library, withCurrentCards } from '../../src/engine/weights.ts';
import { MODELS_FOLDER } from '../../src/cli/source.ts';
import { MemoryCache } from '../../src/store/cache.ts';

const WEIGHTS = Buffer.from('not really a network, but bytes with a hash');
let files: Map<string, Buffer>;
let requests: string[];
/** Whether each of them went past what caches on the way hold. */
let fresh: boolean[];
let server: Server;
let library: Library;
let cache: MemoryCache;

beforeEach(async () => {
  const catalog = JSON.parse(await readFile(new URL('catalog.json', MODELS_FOLDER), 'utf8')) as {
    models: { id: string; card: string }[];
  };
  const entry = catalog.models[0]!;
  const card = JSON.parse(await readFile(new URL(entry.card, MODELS_FOLDER), 'utf8')) as { files: object[] };
  card.files = [
    {
      ...card.files[0],
      path: 'weights.onnx',
      bytes: WEIGHTS.length,
      sha256: createHash('sha256').update(WEIGHTS).digest('hex'),
    },
  ];
  files = new Map([
    [
      '/models/catalog.json',
      Buffer.from(JSON.stringify({ models: [{ ...entry, id: 'small', card: 'small/card.json' }] })),
    ],
    ['/models/small/card.json', Buffer.from(JSON.stringify({ ...card, id: 'small' }))],
    ['/models/small/weights.onnx', WEIGHTS],
  ]);
  requests = [];
  fresh = [];
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    fresh.push(request.headers['cache-control'] === 'no-cache');
    const body = files.get(request.url ?? '');
    response.statusCode = body ? 200 : 404;
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cache = new MemoryCache();
  library = new Library(new HttpSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}/models/`), cache);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function load(signal?: AbortSignal, onBytes: (loaded: number) => void = () => undefined) {
  const card = await library.card('small');
  return library.weights(card, card.files[0]!, signal, onBytes);
}

async function failure(promise: Promise<unknown>): Promise<SpecimenError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SpecimenError);
  return error as SpecimenError;
}

describe('weights', () => {
  test('arrive with progress by bytes, and from the cache the second time', async () => {
    const progress: number[] = [];
    expect(Buffer.from(await load(undefined, (loaded) => progress.push(loaded)))).toEqual(WEIGHTS);
    expect(progress.at(-1)).toBe(WEIGHTS.length);
    await load();
    expect(requests.filter((url) => url.endsWith('.onnx'))).toHaveLength(1);
  });

  test('that are corrupt twice give a sentence; nothing corrupt is cached', async () => {
    files.set('/models/small/weights.onnx', Buffer.from('damaged'));
    expect(await failure(load())).toMatchObject({ name: 'ModelCorrupt' });
    expect(requests.filter((url) => url.endsWith('.onnx'))).toHaveLength(2);
    expect(fresh.filter((_, i) => requests[i]!.endsWith('.onnx'))).toEqual([false, true]);
    files.set('/models/small/weights.onnx', WEIGHTS);
    expect(Buffer.from(await load())).toEqual(WEIGHTS);
  });

  test('that went bad in the cache are downloaded again', async () => {
    const card = await library.card('small');
    await cache.put('weights', card.files[0]!.sha256, new Uint8Array([1, 2, 3]));
    expect(Buffer.from(await load())).toEqual(WEIGHTS);
    expect(await cache.get('weights', card.files[0]!.sha256)).toEqual(new Uint8Array(WEIGHTS));
  });

  test('that are not there give a sentence', async () => {
    files.delete('/models/small/weights.onnx');
    expect(await failure(load())).toMatchObject({ name: 'ModelUnavailable' });
  });

  test('stop arriving when cancelled', async () => {
    const controller = new AbortController();
    const promise = load(controller.signal, () => controller.abort());
    controller.abort();
    await expect(promise).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('a model that is replaced on the site while the page is open', () => {
  const LATER = Buffer.from('other bytes, with another hash');
  const replace = (weights: Buffer, version: string) => {
    const card = JSON.parse(files.get('/models/small/card.json')!.toString()) as { files: object[] };
    card.files = [{ ...card.files[0], sha256: createHash('sha256').update(weights).digest('hex') }];
    files.set('/models/small/card.json', Buffer.from(JSON.stringify({ ...card, version })));
    files.set('/models/small/weights.onnx', weights);
  };
  const both = async () => ({ weights: Buffer.from(await load()), version: (await library.card('small')).version });

  test('comes with its new card, which is read past every cache', async () => {
    await library.card('small');
    replace(LATER, '9.0.0');
    expect(await withCurrentCards(both)).toEqual({ weights: LATER, version: '9.0.0' });
    const ofCard = fresh.filter((_, i) => requests[i] === '/models/small/card.json');
    expect(ofCard).toEqual([false, true]);
  });

  test('is told as damaged where the newer card does not fit either, and is right when it does', async () => {
    await library.card('small');
    replace(LATER, '9.0.0');
    files.set('/models/small/weights.onnx', Buffer.from('damaged'));
    expect(await failure(withCurrentCards(both))).toMatchObject({ name: 'ModelCorrupt' });
    files.set('/models/small/weights.onnx', LATER);
    expect(await withCurrentCards(both)).toEqual({ weights: LATER, version: '9.0.0' });
  });

  test('is told as damaged where the card changes with every look', async () => {
    let looks = 0;
    await library.card('small');
    const endless = withCurrentCards(async () => {
      replace(LATER, `9.0.${++looks}`);
      await library.card('small');
      replace(Buffer.from(`again ${looks}`), `9.1.${looks}`);
      return both();
    });
    expect(await failure(endless)).toMatchObject({ name: 'ModelCorrupt' });
    expect(looks).toBe(2);
  });
});

describe('cards', () => {
  test('that are not there are named', async () => {
    files.delete('/models/small/card.json');
    const { name } = (await library.catalog()).models[0]!;
    expect(await failure(library.card('small'))).toMatchObject({
      name: 'ModelUnavailable',
      message: expect.stringMatching(new RegExp(`^The card of ${name} could not be downloaded;`)) as string,
    });
    expect((await failure(library.extractorCard())).message).toMatch(/^The card of the extractor could not/);
  });

  test('that do not validate are named with the field that is wrong', async () => {
    const card = JSON.parse(files.get('/models/small/card.json')!.toString()) as Record<string, unknown>;
    files.set('/models/small/card.json', Buffer.from(JSON.stringify({ ...card, resolution: 'large' })));
    const error = await failure(library.card('small'));
    expect(error.name).toBe('CardInvalid');
    expect(error.message).toContain('resolution');
  });

  test('may not name files outside their folder', async () => {
    const card = JSON.parse(files.get('/models/small/card.json')!.toString()) as { files: object[] };
    const fresh = () =>
      new Library(new HttpSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}/models/`), cache);
    for (const path of ['../other.onnx', 'https://elsewhere.example/x.onnx', '/etc/passwd', 'a/../../b']) {
      card.files = [{ ...card.files[0], path }];
      files.set('/models/small/card.json', Buffer.from(JSON.stringify(card)));
      expect((await failure(fresh().card('small'))).name).toBe('CardInvalid');
    }
  });

  test('of unknown models list the known ones', async () => {
    const error = await failure(library.card('vae-4096'));
    expect(error.name).toBe('BadRequest');
    expect(error.message).toContain('small');
  });

  test('are fetched once, and read from the cache when the network is gone', async () => {
    await library.card('small');
    await library.card('small');
    expect(requests).toEqual(['/models/catalog.json', '/models/small/card.json']);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const later = new Library(new HttpSource('http://127.0.0.1:9/models/'), cache);
    expect((await later.card('small')).id).toBe('small');
  });
});

test('a sign-in page that answers for everything takes the place of nothing, and is forgotten when the network is back', async () => {
  const good = new Map(files);
  await library.card('small'); // a visit that keeps the documents
  files = new Map([...good.keys()].map((path) => [path, Buffer.from('<html>Please sign in</html>')]));
  const visit = () =>
    new Library(new HttpSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}/models/`), cache);
  expect((await visit().card('small')).id).toBe('small'); // as it was kept
  const stranger = new Library(
    new HttpSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}/models/`),
    new MemoryCache(),
  );
  await expect(stranger.card('small')).rejects.toMatchObject({ name: 'CardInvalid' });
  files = new Map(good);
  expect((await stranger.card('small')).id).toBe('small'); // in the same visit
  files.clear();
  expect((await visit().card('small')).id).toBe('small'); // without a network
});
