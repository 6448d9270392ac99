/** Sitting through a study: what counts, what the clock counts, and what a double press does. Node has no IndexedDB, so nothing is stored. */
import { describe, expect, test } from 'vitest';
import type { Side } from '../../src/lib/study/plan.ts';
import type { Pair, Sitting } from '../../src/lib/study/sitting.ts';
import { StudySitting } from '../../src/ui/state/studySitting.svelte.ts';

const pair = (k: number, side: Side): Pair => ({
  item: `rocks:a@1:s${k}:m${k}:${side}`,
  material: 'rocks',
  model: 'a',
  pixels: 2,
  side,
  left: Uint8Array.of(0, 1, 2, 3),
  right: Uint8Array.of(3, 2, 1, 0),
});
const sitting: Sitting = {
  id: 's0000000000000001',
  alias: 'Ada',
  seed: 7,
  begun: 0,
  practice: pair(0, 'left'),
  pairs: [pair(1, 'left'), pair(2, 'right'), pair(3, 'right')],
  sheets: [
    { item: 'rocks:a@1:sheet:m1', material: 'rocks', model: 'a', pixels: 2, asked: [0.1], pictures: new Uint8Array(4) },
  ],
};

function seat(trials: StudySitting['trials'] = []) {
  const clock = { ms: 1000 };
  const session = new StudySitting(sitting, { trials, ratings: [] }, () => clock.ms);
  return { clock, session };
}

/** After the practice pair, with the first pair in sight. */
function begun() {
  const seated = seat();
  seated.session.shown();
  seated.session.choose('right');
  void seated.session.confirm(1);
  seated.session.begin();
  seated.session.shown();
  return seated;
}

describe('the practice pair', () => {
  test('tells its truth and does not count', async () => {
    const { session } = seat();
    expect(session.phase).toBe('practice');
    session.shown();
    session.choose('right');
    await session.confirm(3);
    expect(session.practiceAnswer).toBe('right');
    expect(session.trials).toEqual([]);
    session.choose('left');
    expect(session.choice).toBeNull();
    session.begin();
    expect(session.phase).toBe('trials');
    expect(session.pair.item).toBe(sitting.pairs[0]!.item);
  });
});

describe('an answer', () => {
  test('is which, how sure and after how long, and the next pair follows without a word on truth', async () => {
    const { session, clock } = begun();
    clock.ms += 1200;
    session.choose('right');
    clock.ms += 300;
    session.choose('left');
    clock.ms += 900; // thinking about how sure to be does not count
    await session.confirm(2);
    expect(session.trials).toEqual([
      {
        index: 1,
        item: sitting.pairs[0]!.item,
        material: 'rocks',
        model: 'a',
        pixels: 2,
        side: 'left',
        answer: 'left',
        confidence: 2,
        ms: 1500,
      },
    ]);
    expect(session.pair.item).toBe(sitting.pairs[1]!.item);
    expect(session.choice).toBeNull();
  });

  test('needs the pair in sight and a choice, so that a double press does nothing', async () => {
    const { session } = begun();
    await session.confirm(4);
    expect(session.trials).toHaveLength(0);
    session.choose('left');
    void session.confirm(4);
    void session.confirm(4);
    session.choose('right'); // the next pair is not in sight yet
    expect(session.choice).toBeNull();
    expect(session.trials).toHaveLength(1);
  });

  test('does not count pauses', async () => {
    const { session, clock } = begun();
    clock.ms += 400;
    session.pause();
    session.choose('left');
    expect(session.choice).toBeNull();
    clock.ms += 60_000;
    session.resume();
    clock.ms += 16; // until the pair is in sight again
    session.shown();
    clock.ms += 100;
    session.choose('left');
    await session.confirm(1);
    expect(session.trials[0]!.ms).toBe(500);
  });

  test('that cannot be stored stays, and the page can say so', async () => {
    const { session } = begun();
    session.choose('left');
    await session.confirm(1);
    expect(session.kept).toBe('forbidden');
    expect(session.trials).toHaveLength(1);
    expect(session.participation.trials).toHaveLength(1);
  });
});

test('a study goes on at the first pair without an answer, then to the sheets, then to the result', async () => {
  const { session: done } = begun();
  for (let k = 0; k < 3; k++) {
    done.shown();
    done.choose('left');
    await done.confirm(4);
  }
  expect(done.phase).toBe('ratings');
  const { session: later } = seat(done.trials.slice(0, 2));
  expect(later.phase).toBe('trials');
  expect(later.at).toBe(2);
  const { session: gap } = seat([done.trials[0]!, done.trials[2]!]);
  expect(gap.at).toBe(1);
  await done.rate({ quality: 4, diversity: 2, controllability: 5 });
  expect(done.phase).toBe('result');
  expect(done.ratings).toMatchObject([{ item: sitting.sheets[0]!.item, quality: 4, diversity: 2, controllability: 5 }]);
  const { session: skipped } = seat(done.trials);
  skipped.endRatings();
  expect(skipped.phase).toBe('result');
});
