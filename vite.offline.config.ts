/** The page as one file: all code in one script, workers as text inside it, the runtime's binaries by name. See scripts/offlinePage.ts. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import base from './vite.config.ts';

/** `new Worker(new URL(…))` becomes a worker whose code is in the page; so does the worker that is loaded by its address. */
const workersInside: Plugin = {
  name: 'workers-inside',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/src\/client\/\w+\.ts$/.test(id)) return null;
    const imports: string[] = [];
    const inline = (path: string) => {
      const name = `Inside${imports.length}`;
      imports.push(`import ${name} from ${JSON.stringify(`${path}?worker&inline`)};`);
      return `new ${name}()`;
    };
    const changed = code
      .replace(/new Worker\(\s*new URL\('([^']+)', import\.meta\.url\),\s*\{[^}]*\}\s*\)/g, (_, path: string) =>
        inline(path),
      )
      .replace(/import workerUrl from '([^']+)\?worker&url';/, (_, path: string) => {
        inline(path);
        return '';
      })
      .replace(
        /const url = new URL\(workerUrl[^]*?return new Worker\([^]*?\}\);/,
        () => `return new Inside${imports.length - 1}();`,
      );
    if (/new Worker\(|workerUrl/.test(changed))
      throw new Error(`${id} starts a worker in a way that is not known here`);
    return imports.length === 0 ? null : `${imports.join('\n')}\n${changed}`;
  },
};

/** The binaries are embedded as files, so their addresses are never asked for. */
const runtimeByName: Plugin = {
  name: 'runtime-by-name',
  enforce: 'pre',
  resolveId: (id) => (id.endsWith('.wasm?url') ? `\0${id}` : null),
  load: (id) => (id.startsWith('\0') && id.endsWith('.wasm?url') ? 'export default "embedded"' : null),
};

export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } }), workersInside, runtimeByName],
  // Code that asks where it came from gets an address that can be put together and that nobody fetches.
  define: { ...base.define, __FILE__: 'true', 'import.meta.url': '"https://specimen.invalid/"' },
  worker: {
    format: 'iife', // Chromium starts no module worker from a page that is a file
    plugins: () => [runtimeByName],
    rolldownOptions: { output: { codeSplitting: false } },
  },
  build: {
    write: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
