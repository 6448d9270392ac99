/** State that a screen makes, after the screen has gone: needs the runes of a browser. */
import { flushSync, mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import { lasting } from '../../src/ui/state/lasting.svelte.ts';
import { Counter } from './counter.svelte.ts';
import Owner from './Owner.svelte';

/** A counter made by a component that has come and gone. */
async function madeBy(make: () => Counter): Promise<Counter> {
  let made: Counter | undefined;
  const component = mount(Owner, {
    target: document.body,
    props: { make: () => (made = make()) },
  });
  flushSync();
  expect(made!.doubled).toBe(2);
  await unmount(component);
  return made!;
}

test('what is derived in lasting state follows after its component has gone', async () => {
  const counter = await madeBy(() => lasting(() => new Counter()));
  counter.count = 5;
  expect(counter.doubled).toBe(10);
});

test('without it, it does not: when this fails, lasting() is no longer needed', async () => {
  const counter = await madeBy(() => new Counter());
  counter.count = 5;
  expect(counter.doubled).toBe(2);
});
