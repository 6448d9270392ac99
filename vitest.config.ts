import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium, NO_CHROMIUM, SOFTWARE_WEBGPU } from './scripts/chromium.mjs';

const executablePath = findChromium();
if (executablePath === null) console.warn(NO_CHROMIUM);

// No test asserts seconds: these limits only end what hangs, on a computer that may be slow and busy with a real network.
export default defineConfig({
  test: {
    projects: [
      {
        extends: './vite.config.ts',
        test: {
          name: 'node',
          include: ['tests/unit/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          maxWorkers: '100%', // vitest itself leaves one core free, which of two is half
        },
      },
      {
        extends: './vite.config.ts',
        // What only workers import is found when they start, and would then reload the page in the middle of a test.
        optimizeDeps: { include: ['@zip.js/zip.js', 'fast-png', 'fflate', 'geotiff', 'idb', 'valibot'] },
        test: {
          name: 'gpu',
          include: ['tests/gpu/**/*.test.ts'],
          testTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: executablePath ?? '', args: SOFTWARE_WEBGPU } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: './vite.config.ts',
        test: { name: 'dawn', include: ['tests/dawn/**/*.test.ts'], environment: 'node', testTimeout: 240_000 },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          globalSetup: 'tests/e2e/support/build.ts',
          testTimeout: 240_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } },
          // Each file drives a browser that mostly keeps one core busy; more at once would time each other out.
          maxWorkers: 2,
        },
      },
    ],
  },
});
