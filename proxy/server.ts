/**
 * A small proxy for hosted services that refuse browsers. `<proxy>/host/path` is asked for as `https://host/path`, for the hosts and
 * paths of one list and for one page's origin. It logs nothing, keeps nothing and follows no redirect. The key passes through it,
 * so run it where you trust the machine, behind https.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What may be asked, as method, host and path; everything else is refused. */
const ROUTES: [method: string, host: RegExp, path: RegExp][] = [
  ['POST', /^api\.replicate\.com$/, /^\/v1\/models\/[\w.-]+\/[\w.-]+\/predictions$/],
  ['POST', /^api\.replicate\.com$/, /^\/v1\/predictions\/[\w-]+\/cancel$/],
  ['GET', /^api\.replicate\.com$/, /^\/v1\/(account|predictions\/[\w-]+)$/],
  ['GET', /^replicate\.delivery$/, /^\//],
  ['POST', /^api\.bfl\.ai$/, /^\/v1\/flux-[\w.-]+$/],
  ['GET', /^api(\.[a-z]{2}\d?)?\.bfl\.ai$/, /^\/v1\/(credits|get_result)$/],
  ['GET', /^delivery(-[a-z]{2}\d?)?\.bfl\.ai$/, /^\//],
  ['POST', /^api\.stability\.ai$/, /^\/v2beta\/stable-image\/(generate|edit|control)\/[\w-]+$/],
  ['GET', /^api\.stability\.ai$/, /^\/v1\/user\/balance$/],
];
const REQUEST_HEADERS = ['authorization', 'x-key', 'content-type', 'accept'];
const RESPONSE_HEADERS = ['content-type', 'retry-after'];
const pick = (names: string[], valueOf: (name: string) => string | null | undefined): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, valueOf(name) ?? ''] as const).filter(([, value]) => value !== ''));

export interface ProxyOptions {
  /** Origin of the one page that may use it, such as https://specimen.example. */
  origin: string;
  fetch?: (url: URL, init: RequestInit) => Promise<Response>;
  maxBytes?: number; // of a request; default 32 MB
  timeoutMs?: number; // of a request; default 300 000
}

/** The body of a request, or null when it is larger than it may be. */
async function bodyOf(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function createProxy({
  origin,
  fetch: ask = fetch,
  maxBytes = 32e6,
  timeoutMs = 300_000,
}: ProxyOptions): Server {
  const cors = {
    'access-control-allow-origin': origin,
    vary: 'origin',
    'access-control-expose-headers': 'retry-after',
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', headers } = request;
    const refuse = (status: number, detail: string) =>
      response.writeHead(status, { ...cors, 'content-type': 'application/json' }).end(JSON.stringify({ detail }));
    if (headers.origin !== origin) return void refuse(403, 'This proxy serves another page.');
    if (method === 'OPTIONS') {
      const allowed = {
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': REQUEST_HEADERS.join(', '),
      };
      return void response.writeHead(204, { ...cors, ...allowed }).end();
    }
    const asked = `https:/${request.url ?? '/'}`;
    const url = URL.canParse(asked) ? new URL(asked) : null;
    const known = ROUTES.some(
      ([m, host, path]) => m === method && url && host.test(url.host) && path.test(url.pathname),
    );
    if (!url || !known || url.username || url.password) return void refuse(403, 'This proxy does not pass that on.');

    const body = await bodyOf(request, maxBytes);
    if (body === null) return void refuse(413, `A request may have ${maxBytes} bytes.`);
    const gone = new AbortController();
    response.on('close', () => gone.abort()); // the page cancelled, so the service is hung up on too
    try {
      const answer = await ask(url, {
        method,
        headers: pick(REQUEST_HEADERS, (name) => headers[name]?.toString()),
        body: method === 'POST' ? new Uint8Array(body) : null,
        redirect: 'error',
        signal: AbortSignal.any([gone.signal, AbortSignal.timeout(timeoutMs)]),
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      const kept = pick(RESPONSE_HEADERS, (name) => answer.headers.get(name));
      response.writeHead(answer.status, { ...cors, ...kept }).end(bytes);
    } catch {
      if (!response.destroyed) refuse(504, 'The service did not answer in time.');
    }
  }

  return createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
}
