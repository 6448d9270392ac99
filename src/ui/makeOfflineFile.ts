/** The page as one file, put together from what the site serves. */
import { embed, splitShell, type OfflineFileList } from '../lib/offlineFile.ts';

/**
 * @param onProgress share of the bytes that are in, 0 to 1
 * @throws Error when a file cannot be fetched; the signal's reason
 */
export async function makeOfflineFile(onProgress: (done: number) => void, signal: AbortSignal): Promise<Blob> {
  const get = async (path: string) => {
    const response = await fetch(path, { signal });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
    return response;
  };
  const { shell, files } = (await (await get('offline/files.json')).json()) as OfflineFileList;
  const [head, tail] = splitShell(await (await get(shell)).text());
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const parts: Blob[] = [new Blob([head])];
  let done = 0;
  for (const { path, url, bytes } of files) {
    const body = new Uint8Array(await (await get(url)).arrayBuffer());
    if (body.byteLength !== bytes) throw new Error(`${url} has ${body.byteLength} bytes, not ${bytes}`);
    parts.push(new Blob([await embed(path, body)])); // a blob at a time, which the browser may keep on disk
    signal.throwIfAborted();
    onProgress((done += bytes) / total);
  }
  return new Blob([...parts, tail], { type: 'text/html' });
}
