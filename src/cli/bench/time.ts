/** How the benchmarks time. */

/** Milliseconds until `work` is done. */
export async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export interface Timing {
  coldMs: number; // the first call: compilation included
  warmMs: number; // median of the calls after it
}

/**
 * Cold and warm times of several pieces of work. They take turns in every round, so that a machine that is busy for a while
 * slows all of them alike.
 */
export async function timeInTurns<Name extends string>(
  rounds: number,
  works: Record<Name, () => unknown>,
): Promise<Record<Name, Timing>> {
  const names = Object.keys(works) as Name[];
  const cold = new Map<Name, number>();
  for (const name of names) cold.set(name, await time(works[name]));
  const warm = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) for (const name of names) warm.get(name)!.push(await time(works[name]));
  const timings = names.map((name) => [name, { coldMs: cold.get(name)!, warmMs: median(warm.get(name)!) }]);
  return Object.fromEntries(timings) as Record<Name, Timing>;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Milliseconds for people. */
export const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
