import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { offlinePage } from './scripts/offlinePage.ts';
import { HOSTED_SOURCES, parseOrigins } from './src/client/hosted/origins.ts';

const hostedOrigins = parseOrigins(process.env['SPECIMEN_HOSTED_ORIGINS'] ?? '');

/**
 * Nothing but this site's own files may run; `wasm-unsafe-eval` is what WebAssembly needs. Requests may go to the hosted providers
 * of the list besides, and do only when the visitor sends one.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  ["connect-src 'self'", ...HOSTED_SOURCES, ...hostedOrigins].join(' '),
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
].join('; ');

/** The policy is written into the built page only: the development server injects its styles inline. */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

const resolve = createRequire(import.meta.url).resolve;
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };
const runtimeBytes = (build: string) => statSync(resolve(`onnxruntime-web/ort-wasm-simd-threaded${build}.wasm`)).size;

export default defineConfig({
  base: './',
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    contentSecurityPolicy,
    offlinePage(),
    VitePWA({
      injectRegister: null, // src/ui/state/offline.svelte.ts registers it, because an inline script would need a looser policy
      registerType: 'prompt', // a new version never takes a page away that somebody works on
      manifest: {
        name: 'Specimen',
        short_name: 'Specimen',
        description: 'Synthetic microCT and root-scan slices, sampled on your own computer',
        theme_color: '#f4f4f3',
        background_color: '#f4f4f3',
        display: 'standalone',
        icons: [
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
          { src: 'icon-maskable.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'maskable' },
        ],
      },
      workbox: { globPatterns: ['**/*.{js,css,html,svg}'], globIgnores: ['offline/**'] }, // models and runtime are kept by the worker, when used
    }),
  ],
  worker: { format: 'es' },
  // The runtime finds its .wasm by its own URL, which pre-bundling would move.
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  define: {
    __VERSION__: JSON.stringify(version),
    // True in the page as one file only, see scripts/offlinePage.ts.
    __FILE__: 'false',
    // What the policy allows besides, so that the page can say why an address is refused.
    __HOSTED_ORIGINS__: JSON.stringify(hostedOrigins),
    // Sizes for byte-accurate progress; servers that compress do not say them.
    __RUNTIME_BYTES__: JSON.stringify({ jspi: runtimeBytes('.jspi'), wasm: runtimeBytes('') }),
  },
});
