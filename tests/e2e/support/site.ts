/** The built site behind a plain static server: from a sub-path, with no special headers, and with faults on request. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));
const SUB_PATH = '/some/sub/path/';
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** What to answer in place of a file. `null` is a 404; `cut` sends half of what it promises and drops the connection. */
export type Answer = Buffer | null | 'cut';
/** Told the file's true bytes; may answer differently each time it is called. */
export type Fault = (file: Buffer) => Answer;

type Headers = Record<string, string>;

export interface Site {
  /** Address of the page, ending in a slash. */
  url: string;
  /** Paths below the page's folder in the order in which they were asked for. */
  requests: string[];
  /** Answers for the files whose path ends in the key. */
  faults: Map<string, Fault>;
  close(): Promise<void>;
}

export const missing: Fault = () => null;
export const cut: Fault = () => 'cut';
/** Flips every bit of one byte in the middle. */
export const corrupted: Fault = (file) => {
  const copy = Buffer.from(file);
  copy[copy.length >> 1]! ^= 0xff;
  return copy;
};
/** Applies a fault to the first `times` requests only. */
export function first(times: number, fault: Fault): Fault {
  let left = times;
  return (file) => (left-- > 0 ? fault(file) : file);
}

function send(response: ServerResponse, path: string, answer: Answer, file: Buffer, headers: Headers): void {
  if (answer === null) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  const body = answer === 'cut' ? file : answer;
  response.writeHead(200, {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'content-length': body.length,
    'cache-control': 'no-cache',
    ...headers,
  });
  if (answer === 'cut') response.write(file.subarray(0, file.length >> 1), () => response.destroy());
  else response.end(body);
}

/**
 * @param headers sent with every file; the page must not need any
 * @param folder of the built site
 */
export async function serve(headers: Headers = {}, folder = DIST): Promise<Site> {
  const requests: string[] = [];
  const faults = new Map<string, Fault>();
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const path = pathname.startsWith(SUB_PATH) ? normalize(pathname.slice(SUB_PATH.length) || 'index.html') : null;
    if (path === null || path.startsWith('..')) {
      send(response, '', null, Buffer.of(), headers);
      return;
    }
    requests.push(path);
    const local = join(folder, path);
    const file = existsSync(local) && statSync(local).isFile() ? readFileSync(local) : null;
    const fault = [...faults].find(([ending]) => path.endsWith(ending))?.[1];
    send(response, path, file && fault ? fault(file) : file, file ?? Buffer.of(), headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${SUB_PATH}`,
    requests,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
