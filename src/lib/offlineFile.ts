/**
 * The page as one file: a shell with all code in it, and models and runtime as text inside. Browsers let a page that was opened from
 * a file neither fetch beside it nor start workers from there, so everything has to be in the page itself.
 */

/** Where the embedded files go in the shell. */
export const FILES_MARK = '<!-- files -->';

export interface OfflineFileList {
  shell: string; // path of the shell, from the site's folder
  /** What the shell carries under `path`, to be fetched at `url`. */
  files: { path: string; url: string; bytes: number }[];
}

/** The element that carries a file: gzip in base64, which `decodeEmbedded` reads. */
export async function embed(path: string, bytes: Uint8Array): Promise<string> {
  if (!/^[\w./-]+$/.test(path)) throw new Error(`${path} is no path for an attribute`);
  return `<script type="application/octet-stream" data-file="${path}">${toBase64(await through(bytes, new CompressionStream('gzip')))}</script>\n`;
}

/** @param text what an embedded element holds */
export function decodeEmbedded(text: string): Promise<Uint8Array> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return through(bytes, new DecompressionStream('gzip'));
}

/** The parts of a shell before and after the embedded files. */
export function splitShell(shell: string): [string, string] {
  const [head, tail, ...more] = shell.split(FILES_MARK);
  if (head === undefined || tail === undefined || more.length > 0)
    throw new Error('the shell has no one place for files');
  return [head, tail];
}

async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const piped = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

function toBase64(bytes: Uint8Array): string {
  const CHUNK = 0x8000; // arguments that a call takes; a multiple of 2, and the text is encoded as a whole
  let binary = '';
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(binary);
}
