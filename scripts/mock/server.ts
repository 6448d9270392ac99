/**
 * A practice server that stands for all hosted providers: `https://host/path` is asked for as `http://localhost:8788/host/path`, and
 * `/v1` is an OpenAI-compatible server. Nothing leaves the computer. Words in the prompt ask for faults: `fault:500`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { PRACTICE_HEADER } from '../../src/client/hosted/provider.ts';
import { decodePicture, editedPicture, freshPicture, readMask } from './pictures.ts';
import { routes } from './routes.ts';
import { FAULTS, type Answer, type Arrival, type Call, type Fault, type Fields } from './types.ts';

export interface Mock {
  url: string;
  /** Everything that was asked for, preflights apart. */
  arrivals: Arrival[];
  preflights: string[];
  close(): Promise<void>;
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': `retry-after, x-request-id, ${PRACTICE_HEADER}`,
  [PRACTICE_HEADER]: 'yes',
};
const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'GET, POST, PUT',
  'access-control-allow-headers': 'authorization, content-type, x-goog-api-key, x-key',
  'access-control-allow-private-network': 'true',
};

async function fieldsOf(request: IncomingMessage): Promise<Fields> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    const entries = [...form].map(async ([name, value]) => [
      name,
      typeof value === 'string' ? value : new Uint8Array(await value.arrayBuffer()),
    ]);
    return Object.fromEntries(await Promise.all(entries)) as Fields;
  }
  return body.length > 0 ? (JSON.parse(body.toString()) as Fields) : {};
}

function keyOf({ headers }: IncomingMessage): string | null {
  const named = headers['x-key'] ?? headers['x-goog-api-key'] ?? headers.authorization?.replace(/^(Bearer|Key) /, '');
  return typeof named === 'string' ? named : null;
}

/** The words of a request, wherever its service keeps them. */
function promptOf(fields: Fields): string {
  return (
    /"(?:prompt|text)":"((?:[^"\\]|\\.)*)"/.exec(
      JSON.stringify(fields, (_, value: unknown) => (value instanceof Uint8Array ? null : value)),
    )?.[1] ?? ''
  );
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Answer, cors: object = CORS): void {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  const type = body instanceof Uint8Array ? 'image/png' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...cors, ...headers }).end(bytes);
}

const corsUnless = (fault: Fault | null) => (fault === 'no-cors' ? {} : CORS);

/** @param pause between the pieces of a stream, ms */
async function stream(
  response: ServerResponse,
  { headers = {}, events = [] }: Answer,
  fault: Fault | null,
  pause: number,
): Promise<void> {
  const truncated = fault === 'truncated';
  response.writeHead(200, { 'content-type': 'text/event-stream', ...corsUnless(fault), ...headers });
  for (const event of truncated ? events.slice(0, 1) : events) {
    response.write(`event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`);
    await sleep(pause);
  }
  if (truncated) response.destroy();
  else response.end();
}

/**
 * @param port 0 for any free one
 * @param pause that stands for a service's work, ms
 */
export async function startMock(port: number, pause: number): Promise<Mock> {
  const arrivals: Arrival[] = [];
  const preflights: string[] = [];
  const answer = routes();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request;
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (method === 'OPTIONS') {
      preflights.push(url.pathname);
      response.writeHead(204, PREFLIGHT).end();
      return;
    }
    const [, host = '', ...rest] = url.pathname.split('/');
    const fields = await fieldsOf(request);
    const prompt = promptOf(fields);
    const arrival: Arrival = { method, path: url.pathname, key: keyOf(request), prompt, mask: null, hungUp: false };
    const turn = arrivals.push(arrival);
    response.on('close', () => (arrival.hungUp = !response.writableFinished));
    const fault = FAULTS.find((name) => prompt.includes(`fault:${name}`)) ?? null;

    let image: ReturnType<typeof decodePicture> | null = null;
    const call: Call = {
      method,
      host,
      path: rest.join('/'),
      search: url.searchParams,
      fields,
      fault,
      arrival,
      picture: (haze = 0) => (image ? editedPicture(image, arrival.mask, turn, haze) : freshPicture(turn, haze)),
      take(bytes, mask, convention) {
        if (bytes) image = decodePicture(bytes);
        if (image && mask) arrival.mask = readMask(image, decodePicture(mask), convention);
      },
    };
    if (fault === 'hang') return;
    if (method === 'POST') await sleep(pause);
    const result = answer(call);
    if (result.events) await stream(response, result, fault, pause);
    else send(response, result, corsUnless(fault));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      send(response, { status: 400, body: { error: { message: String(error), code: 'invalid_request' } } });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    preflights,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
