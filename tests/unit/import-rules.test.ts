/** Each rule about imports must bite: small offending files are linted with the project's own configuration. */
import { readdirSync } from 'node:fs';
import { relative } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

// Types are left out: none of these rules needs them, and they take most of the time.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [tseslint.configs.disableTypeChecked],
  ruleFilter: ({ ruleId }) =>
    [
      'boundaries/dependencies',
      'no-restricted-globals',
      'import-x/no-cycle',
      '@typescript-eslint/no-explicit-any',
    ].includes(ruleId),
});

/** The rules that a file with this content would break at this path. */
async function broken(filePath: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: root + filePath });
  return result!.messages.map((message) => message.ruleId ?? message.message);
}

/** An import of the first TypeScript file in the folder `to` by a file in the folder `from`. */
function importOf(from: string, to: string): string {
  const name = readdirSync(root + to).find((file) => file.endsWith('.ts'));
  if (name === undefined) throw new Error(`no TypeScript file in ${to}`);
  return `import * as other from '${relative(from, to)}/${name}';\nexport default other;\n`;
}

describe('layers', () => {
  test.each([
    ['src/ui', 'src/engine'],
    ['src/ui', 'workers'],
    ['src/client', 'src/engine'],
    ['src/client', 'src/ui/state'],
    ['src/engine', 'src/client'],
    ['src/engine', 'workers'],
    ['src/engine/models', 'src/engine/diffusion'],
    ['src/engine/diffusion', 'src/engine/models'],
    ['src/engine/metrics', 'src/engine/models'],
    ['src/engine/gpu', 'src/engine/diffusion'],
    ['src/lib', 'src/materials'],
    ['src/contract', 'src/lib'],
    ['src/store', 'src/engine'],
    ['src/cli', 'src/client'],
    ['workers', 'src/client'],
    ['src/client/hosted', 'src/client'],
    ['src/client/hosted', 'src/engine'],
    ['src/pack', 'src/engine'],
    ['src/client', 'src/pack'],
    ['src/store', 'src/pack'],
  ])('%s may not import %s', async (from, to) => {
    expect(await broken(`${from}/snippet.ts`, importOf(from, to))).toEqual(['boundaries/dependencies']);
  });

  test.each([
    ['src/ui', 'src/client'],
    ['src/ui', 'src/contract'],
    ['src/engine', 'src/engine/models'],
    ['src/engine/models', 'src/lib'],
    ['src/cli', 'src/engine'],
    ['workers', 'src/engine'],
    ['workers', 'src/client/hosted'],
    ['src/ui', 'src/client/hosted'],
    ['workers', 'src/pack'],
    ['src/pack', 'src/store'],
  ])('%s may import %s', async (from, to) => {
    expect(await broken(`${from}/snippet.ts`, importOf(from, to))).toEqual([]);
  });

  test.each([
    ['src/engine/models/snippet.ts', `import { Engine } from '../engine.ts';\nexport default Engine;\n`],
    ['src/engine/snippet.ts', `export * from '../client/engine.ts';\n`],
    ['src/engine/snippet.ts', `export const late = () => import('../client/engine.ts');\n`],
    ['src/engine/snippet.ts', `import type { Engine } from '../client/engine.ts';\nexport type { Engine };\n`],
  ])('%s may not hold %j', async (path, code) => {
    expect(await broken(path, code)).toEqual(['boundaries/dependencies']);
  });
});

describe('packages with one home', () => {
  test.each([
    ['src/engine/loader.ts', `import { InferenceSession } from 'onnxruntime-web';`],
    ['src/engine/models/snippet.ts', `import type { Tensor } from 'onnxruntime-web';`],
    ['src/engine/snippet.ts', `await import('onnxruntime-web/wasm');`],
    ['workers/engine.worker.ts', `import 'onnxruntime-web/wasm';`],
    ['src/engine/snippet.ts', `import { openDB } from 'idb';`],
    ['src/ui/snippet.ts', `import { openDB } from 'idb';`],
    ['src/client/snippet.ts', `import { wrap } from 'comlink';`],
    ['src/engine/engine.ts', `import { wrap } from 'comlink';`],
    ['src/lib/decode/intake.ts', `import { fromBlob } from 'geotiff';`],
    ['src/ui/snippet.ts', `import { zipSync } from 'fflate';`],
    ['src/lib/decode/zip.ts', `import { Unzip } from 'fflate';`],
    ['src/pack/read.ts', `import { ZipReader } from '@zip.js/zip.js';`],
    ['src/lib/snippet.ts', `import { parse } from 'papaparse';`],
    ['src/engine/snippet.ts', `import { mount } from 'svelte';`],
    ['src/lib/snippet.ts', `import { readable } from 'svelte/store';`],
    ['src/engine/snippet.ts', `import { readFileSync } from 'node:fs';`],
  ])('%s may not hold %j', async (path, code) => {
    expect(await broken(path, code)).toEqual(['boundaries/dependencies']);
  });

  test.each([
    ['src/engine/session.ts', `import { InferenceSession } from 'onnxruntime-web';`],
    ['src/store/database.ts', `import { openDB } from 'idb';`],
    ['src/client/engine.ts', `import { wrap } from 'comlink';`],
    ['workers/engine.worker.ts', `import { expose } from 'comlink';`],
    ['src/client/intake.ts', `import { wrap } from 'comlink';`],
    ['workers/intake.worker.ts', `import { expose } from 'comlink';`],
    ['workers/hosted.worker.ts', `import { expose } from 'comlink';`],
    ['src/lib/decode/tiff.ts', `import { fromBlob } from 'geotiff';`],
    ['workers/gallery.worker.ts', `import { expose } from 'comlink';`],
    ['src/pack/write.ts', `import { Zip } from 'fflate';`],
    ['src/lib/decode/zip.ts', `import { ZipReader } from '@zip.js/zip.js';`],
    ['src/ui/snippet.ts', `import { tick } from 'svelte';`],
    ['src/cli/snippet.ts', `import { readFileSync } from 'node:fs';`],
  ])('%s may hold %j', async (path, code) => {
    expect(await broken(path, code)).toEqual([]);
  });
});

test.each(['src/engine/snippet.ts', 'src/materials/snippet.ts', 'src/client/hosted/snippet.ts', 'workers/snippet.ts'])(
  '%s has no page',
  async (path) => {
    expect(await broken(path, 'document.title = window.name;')).toEqual([
      'no-restricted-globals',
      'no-restricted-globals',
    ]);
  },
);

test('a cycle is refused', async () => {
  // edm.ts imports condition.ts.
  const code = `import { edmDenoiser } from './edm.ts';\nexport default edmDenoiser;\n`;
  expect(await broken('src/engine/models/condition.ts', code)).toEqual(['import-x/no-cycle']);
});

test('any is refused', async () => {
  expect(await broken('src/lib/snippet.ts', 'export const value: any = 1;')).toEqual([
    '@typescript-eslint/no-explicit-any',
  ]);
});
