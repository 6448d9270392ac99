/**
 * The shell of the page as one file, `dist/offline/shell.txt`, and the list of what it carries, `dist/offline/files.json`: built
 * along with the site, put together by whoever wants the file (the page itself, or `npm run pack`).
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { FILES_MARK, type OfflineFileList } from '../src/lib/offlineFile.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds the shell once the site stands. */
export const offlinePage = (): Plugin => ({
  name: 'offline-page',
  apply: 'build',
  async writeBundle({ dir }, bundle) {
    if (dir === undefined || !Object.hasOwn(bundle, 'index.html')) return;
    const result = await build({ configFile: join(root, 'vite.offline.config.ts'), root, logLevel: 'error' });
    const { output } = result as Rolldown.RolldownOutput;
    mkdirSync(join(dir, 'offline'), { recursive: true });
    // Not .html: no host should show half a page.
    writeFileSync(join(dir, 'offline/shell.txt'), shellOf(output));
    writeFileSync(join(dir, 'offline/files.json'), JSON.stringify(filesOf(dir, Object.keys(bundle))));
  },
});

/** One page with the code, the styles and the icon inside, and a policy that allows these alone. */
function shellOf(output: Rolldown.RolldownOutput['output']): string {
  const scripts = output.flatMap((file) => (file.type === 'chunk' ? [file.code] : []));
  const styles = output.flatMap((file) =>
    file.fileName.endsWith('.css') && 'source' in file ? [String(file.source)] : [],
  );
  if (scripts.length !== 1 || styles.length !== 1) {
    throw new Error(`the page as one file has ${scripts.length} scripts and ${styles.length} styles`);
  }
  const icon = `data:image/svg+xml;base64,${readFileSync(join(root, 'public/icon.svg')).toString('base64')}`;
  const script = inert(scripts[0]!.replaceAll('./icon.svg', icon));
  const style = styles[0]!;
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}' 'wasm-unsafe-eval'`,
    `style-src '${hashOf(style)}'`,
    'img-src data: blob:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = readFileSync(join(root, 'index.html'), 'utf8');
  // Functions, because `$&` in code would mean something in a text that replaces.
  const shell = page
    .replace('<head>', () => `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`)
    .replace('</head>', () => `<style>${style}</style></head>`)
    .replaceAll('./icon.svg', icon)
    .replace(/\s*<script type="module"[^>]*><\/script>/, '')
    .replace('</body>', () => `${FILES_MARK}<script type="module">${script}</script></body>`);
  return shell;
}

/** Code that the parser of a page reads as code to its end. */
const inert = (code: string) =>
  code.replaceAll('</script', '<\\/script').replaceAll('<!--', '\\x3C!--').replaceAll(FILES_MARK, '');

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

function filesOf(dir: string, bundle: string[]): OfflineFileList {
  const models = readdirSync(join(root, 'public/models'), { recursive: true, encoding: 'utf8' })
    .map((path) => `models/${path.replaceAll('\\', '/')}`)
    .filter((path) => statSync(join(root, 'public', path)).isFile())
    // Graphs for float16: a faster way on some GPUs, which the page does without.
    .filter((path) => !path.endsWith('.fp16.onnx'))
    .map((path) => ({ path, url: path, bytes: statSync(join(root, 'public', path)).size }));
  const runtimes = bundle
    .filter((url) => url.endsWith('.wasm'))
    .map((url) => ({
      path: url.replace(/^assets\//, '').replace(/-[\w-]{8}\.wasm$/, '.wasm'),
      url,
      bytes: statSync(join(dir, url)).size,
    }));
  return { shell: 'offline/shell.txt', files: [...models, ...runtimes] };
}
