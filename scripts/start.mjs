/** `npm start`: installs, builds and serves the page with nothing but Node and npm on the machine. */
import { existsSync } from 'node:fs';
import { installPackages, requireNode, root, stop } from './setup.mjs';

requireNode();
installPackages();

const { build, preview } = await import('vite');
console.log('Building the page …');
try {
  await build({ root, logLevel: 'error' });
} catch (error) {
  stop(`The page could not be built: ${error instanceof Error ? error.message : String(error)}`);
}

// A browser cannot open where there is no screen; the printed address is enough there.
const hasScreen =
  process.platform !== 'linux' ||
  Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) ||
  existsSync('/mnt/wslg');
const server = await preview({
  root,
  preview: {
    port: 4173,
    strictPort: false,
    open: hasScreen && !process.env['CI'],
    // Not needed, but with them WebAssembly may use several threads.
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
});
console.log(`Specimen is at ${server.resolvedUrls?.local[0] ?? 'http://localhost:4173/'} (Ctrl+C stops it)`);
