/**
 * `npm test`: everything that must hold, from a clean checkout. Installs what it needs, runs the static checks and all
 * vitest projects, and ends with the line `N passed, N failed`, where each static check counts as one.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findChromium, NO_CHROMIUM } from './chromium.mjs';
import { installPackages, npmBeside, requireNode, root, run, stop } from './setup.mjs';

/**
 * What is read of vitest's JSON report.
 * @typedef {{ status: string, assertionResults: { status: string }[] }} FileReport
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: FileReport[] }} Report
 */

const CHECKS = [
  ['types', 'check'],
  ['lint', 'lint'],
  ['build', 'build'],
];
const PROJECTS = ['node', 'gpu', 'e2e'];

/** Debian and Ubuntu can give a browser to root; elsewhere only the person can. */
function installChromium() {
  const debian =
    process.platform === 'linux' && process.getuid?.() === 0 && run('sh', ['-c', 'command -v apt-get >/dev/null']);
  if (!debian) return;
  console.log('Installing Chromium …');
  run('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium'], {
    DEBIAN_FRONTEND: 'noninteractive',
  });
}

/**
 * Runs one vitest project and counts its tests from the JSON report. A test that is skipped has not passed, so it counts as
 * failed; a file that cannot even be collected, and a run that fails outside of any test, count as one failure each.
 * @param {string} project
 * @returns {{ passed: number, failed: number }}
 */
function runProject(project) {
  const report = `${root}.cache/tests/${project}.json`;
  rmSync(report, { force: true });
  const ok = run(process.execPath, [
    `${root}node_modules/vitest/vitest.mjs`,
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  try {
    /** @type {unknown} */
    const json = JSON.parse(readFileSync(report, 'utf8'));
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = /** @type {Report} */ (json);
    const brokenFiles = testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
    ).length;
    const failed = numFailedTests + numPendingTests + numTodoTests + brokenFiles;
    return { passed: numPassedTests, failed: failed === 0 && !ok ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

requireNode();
installPackages();
if (findChromium() === null) installChromium();
if (findChromium() === null) stop(NO_CHROMIUM);
mkdirSync(`${root}.cache/tests`, { recursive: true });

let passed = 0;
let failed = 0;
// Beside each other: each of them keeps one core busy.
await Promise.all(
  CHECKS.map(async ([name, script]) => {
    const started = performance.now();
    const { ok, said } = await npmBeside(['run', '--silent', String(script)]);
    console.log(`${said}${ok ? '✓' : '✗'} ${String(name)} (${((performance.now() - started) / 1000).toFixed(0)} s)`);
    if (ok) passed++;
    else failed++;
  }),
);
for (const project of PROJECTS) {
  const counts = runProject(project);
  passed += counts.passed;
  failed += counts.failed;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
