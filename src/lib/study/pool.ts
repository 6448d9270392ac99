/** Several people’s studies together. */
import type { Participation } from './records.ts';

/**
 * What became of a study that was added: `new`; `same`, already there; `longer`, more of one that was there, which it replaces;
 * `shorter`, a part of one that is there; `differs`, other answers under the same name, which cannot both be true.
 */
export type Added = 'new' | 'same' | 'longer' | 'shorter' | 'differs';

/** Adds a study to others. @returns all of them, in the order in which they came, and what became of it */
export function addStudy(
  studies: readonly Participation[],
  study: Participation,
): { studies: Participation[]; added: Added } {
  const there = studies.find((other) => other.study === study.study);
  if (!there) return { studies: [...studies, study], added: 'new' };
  const [old, fresh] = [recordsOf(there), recordsOf(study)];
  const shared = [...fresh.keys()].filter((key) => old.has(key));
  if (shared.some((key) => fresh.get(key) !== old.get(key))) return { studies: [...studies], added: 'differs' };
  if (shared.length === fresh.size) {
    return { studies: [...studies], added: fresh.size === old.size ? 'same' : 'shorter' };
  }
  if (shared.length < old.size) return { studies: [...studies], added: 'differs' };
  return { studies: studies.map((other) => (other === there ? study : other)), added: 'longer' };
}

/** Every record of a study by what it is of, as text. */
function recordsOf({ alias, seed, trials, ratings }: Participation): Map<string, string> {
  return new Map([
    ['who', JSON.stringify([alias, seed])],
    ...[...trials, ...ratings].map((record) => [record.item, JSON.stringify(Object.entries(record).sort())] as const),
  ]);
}
