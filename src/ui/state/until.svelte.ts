/**
 * Waits until a value read from the page's state is there.
 * @param read follows the state; null and undefined mean: not yet
 */
export function until<T>(read: () => T | null | undefined): Promise<T> {
  return new Promise((resolve) => {
    const stop = $effect.root(() => {
      $effect(() => {
        const value = read();
        if (value === null || value === undefined) return;
        resolve(value);
        queueMicrotask(() => stop()); // never from within itself
      });
    });
  });
}
