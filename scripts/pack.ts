/**
 * `npm run pack`: the built page as one file, `dist-pack/specimen-offline.html`, with runtime and models inside. It opens by a double
 * click and needs no network. The page makes the same file in Settings, for those who have only the page.
 */
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { embed, splitShell, type OfflineFileList } from '../src/lib/offlineFile.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param dist folder of the built site @param to the file, which is written anew @returns its bytes */
export async function pack(dist: string, to: string): Promise<number> {
  const { shell, files } = JSON.parse(readFileSync(join(dist, 'offline/files.json'), 'utf8')) as OfflineFileList;
  const [head, tail] = splitShell(readFileSync(join(dist, shell), 'utf8'));
  const out = createWriteStream(to);
  out.write(head);
  for (const { path, url } of files) out.write(await embed(path, readFileSync(join(dist, url))));
  out.end(tail);
  await once(out, 'finish');
  return out.bytesWritten;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync(join(root, 'dist-pack'), { recursive: true });
  const bytes = await pack(join(root, 'dist'), join(root, 'dist-pack/specimen-offline.html'));
  console.log(`dist-pack/specimen-offline.html: ${(bytes / 1e6).toFixed(1)} MB`);
}
