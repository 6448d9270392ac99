/** Where this machine keeps a Chromium, for the GPU tests and the end-to-end tests. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'chrome.exe'];
const FIXED_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export const NO_CHROMIUM =
  'No Chromium was found: install Chromium or Google Chrome, or set CHROMIUM to its executable, and run the tests again.';

/**
 * Chromium's SwiftShader driver gives a WebGPU adapter on any machine. The sandbox needs a user other than root, which
 * containers rarely have; the tests open only the pages built here.
 */
export const SOFTWARE_WEBGPU = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--no-sandbox'];

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The executable named by the environment variable CHROMIUM, else the first on PATH or in its system's usual place.
 * @returns {string | null} its path, or null when there is none
 */
export function findChromium() {
  const named = process.env['CHROMIUM'];
  if (named) return isExecutable(named) ? named : null;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...FIXED_PLACES];
  return candidates.find(isExecutable) ?? null;
}
