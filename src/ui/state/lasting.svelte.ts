/**
 * Makes state that outlives the component that first needs it. What `$derived` makes belongs to the effect around it, and stops
 * following its sources when that effect ends; state made here belongs to none, and lives as long as the page.
 */
export function lasting<T>(make: () => T): T {
  let made: T;
  $effect.root(() => {
    made = make();
  });
  return made!;
}
