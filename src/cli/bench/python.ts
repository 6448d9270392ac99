/** Reference libraries of Python, timed on the arrays that our own code is timed on. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type FromPython =
  ({ version: string; warmMs: number; value: number } & { reason?: undefined }) | { reason: string };

/**
 * Times an expression in `python3`, in one thread, because our code has one.
 * @param library that `version` is asked of
 * @param setup statements after `a` and `b` are loaded as float32 arrays of `shape`
 * @param expression whose value is a number, timed `rounds` times after one call that is not counted
 * @returns median and value, or why there are none
 */
export async function timePython(
  [a, b]: [Float32Array, Float32Array],
  shape: number[],
  { library, setup, expression }: { library: string; setup: string; expression: string },
  rounds: number,
): Promise<FromPython> {
  const folder = await mkdtemp(join(tmpdir(), 'specimen-bench-'));
  const program = `
import json, sys, time
import numpy as np
import ${library}
a, b = (np.fromfile(path, np.float32).reshape(${JSON.stringify(shape)}) for path in sys.argv[1:])
${setup}
times = []
for _ in range(${rounds + 1}):
    start = time.perf_counter()
    value = ${expression}
    times.append(time.perf_counter() - start)
print(json.dumps({'version': ${library}.__version__, 'warmMs': 1000 * float(np.median(times[1:])), 'value': float(value)}))
`;
  try {
    const files = [join(folder, 'a'), join(folder, 'b')] as const;
    await Promise.all([writeFile(files[0], a), writeFile(files[1], b)]);
    const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
    const { stdout } = await promisify(execFile)('python3', ['-c', program, ...files], { env });
    return JSON.parse(stdout) as FromPython;
  } catch (cause) {
    const { stderr = '', message } = cause as Error & { stderr?: string };
    return { reason: `python3 with ${library} could not be used: ${(stderr.trim() || message).split('\n').at(-1)!}` };
  } finally {
    await rm(folder, { recursive: true });
  }
}
