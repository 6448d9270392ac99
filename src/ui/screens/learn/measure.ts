/** What several lessons measure in runs. */
/** Mean of a value over the indices 0 to `count` − 1. */
export function mean(count: number, value: (index: number) => number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += value(k);
  return sum / count;
}
