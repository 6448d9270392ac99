/** What `npm start` and `npm test` do before anything else. Plain Node: nothing is installed yet when this is loaded. */
import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root, with a trailing separator. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Ends the process with one sentence.
 * @param {string} sentence
 * @returns {never}
 */
export function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Ends the process unless this Node is one that package.json names under `engines`. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return;
  stop(
    `Specimen needs Node 20.19 or newer in the 20 line, or 22.12 and later; this is ${process.version}. Install one from https://nodejs.org and try again.`,
  );
}

/**
 * Runs a program in the repository's root with this terminal as its own.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's own
 * @returns {boolean} whether it ended with status 0
 */
export function run(program, args, env = {}) {
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  return status === 0;
}

/**
 * How npm is called: the one that started this script where there is one, because Windows cannot spawn `npm` by its bare name.
 * @param {string[]} args
 * @returns {[program: string, args: string[]]}
 */
function npmCall(args) {
  const cli = process.env['npm_execpath'];
  return cli ? [process.execPath, [cli, ...args]] : ['npm', args];
}

/**
 * Runs npm with this terminal as its own.
 * @param {string[]} args
 */
export function npm(args) {
  return run(...npmCall(args));
}

/**
 * Runs npm beside other work, and keeps what it says for when it is done.
 * @param {string[]} args
 * @returns {Promise<{ ok: boolean, said: string }>} whether it ended with status 0, and its output, errors first
 */
export async function npmBeside(args) {
  const [program, rest] = npmCall(args);
  const child = spawn(program, rest, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {Promise<boolean>} */
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (status) => resolve(status === 0));
  });
  const [errors, output, ok] = await Promise.all([text(child.stderr), text(child.stdout), ended]);
  return { ok, said: errors + output };
}

/** Installs the locked packages when there are none yet or the lock file has changed since. */
export function installPackages() {
  const lock = `${root}package-lock.json`;
  const installed = `${root}node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('Installing packages …');
  // Not `npm ci`: it refuses a lock file made where the registry lacks the optional packages of other systems.
  if (!npm(['install', '--no-save', '--no-audit', '--no-fund'])) {
    stop('The packages could not be installed; check the network connection and the messages above, then try again.');
  }
}
