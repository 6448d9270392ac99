/** Imports that can be tried again. */

/**
 * A dynamic import that asks anew after a failure. Chromium and Firefox remember for as long as the page is open that an address
 * could not be fetched, so the next try takes it with a query behind it. For modules that import nothing themselves.
 */
export function importing<T>(load: () => Promise<T>): () => Promise<T> {
  let address: string | null = null;
  let tries = 0;
  return async () => {
    try {
      return address === null ? await load() : ((await import(/* @vite-ignore */ `${address}?again=${++tries}`)) as T);
    } catch (error) {
      address ??= /https?:\S+/.exec(String(error))?.[0] ?? null;
      throw error;
    }
  };
}
