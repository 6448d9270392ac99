import type { Summary } from '../../../lib/study/summary.ts';

/** What an interval says of guessing: `chance` where it holds one half, `turned` where answers are wrong more often than guesses. */
export function verdictOf({ guessing: [low, high] }: Pick<Summary, 'guessing'>): 'chance' | 'told' | 'turned' {
  if (low > 0.5) return 'told';
  return high < 0.5 ? 'turned' : 'chance';
}
