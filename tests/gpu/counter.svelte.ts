/** State as the screens have it: a source and what follows from it. */
export class Counter {
  count = $state(1);
  readonly doubled = $derived(2 * this.count);
}
