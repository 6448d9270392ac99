/** Builds the site before the end-to-end tests, unless what is in dist is newer than everything it is made of. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const SOURCES = ['src', 'workers', 'shaders', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

export default function build(): void {
  const page = join(root, 'dist/index.html');
  const changed = Math.max(
    ...SOURCES.map((source) => join(root, source))
      .filter(existsSync)
      .map(newest),
  );
  if (existsSync(page) && statSync(page).mtimeMs > changed) return;
  execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' }, // vitest's own value, test, would give a development build
  });
}
