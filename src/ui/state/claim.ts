/** What only one tab of the page may have at a time. */

/** What this tab has. */
const held = new Set<string>();

/**
 * Takes a thing for this tab until it is closed, where no other tab has it.
 * @param later called when this tab has it after all, because the one that had it is closed
 * @returns whether this tab has it now, as it does where the browser knows no locks
 */
export function claim(name: string, later: () => void): Promise<boolean> {
  // The types promise what an insecure context lacks.
  const locks = navigator.locks as LockManager | undefined;
  if (!locks || held.has(name)) return Promise.resolve(true);
  const untilClosed = new Promise<never>(() => undefined);
  return new Promise((resolve) => {
    const take = (lock: Lock | null) => {
      if (lock) held.add(name);
      resolve(lock !== null);
      if (lock) return untilClosed;
      locks
        .request(name, () => {
          held.add(name);
          later();
          return untilClosed;
        })
        .catch(() => undefined);
      return undefined;
    };
    // Refused where the browser forbids storage, and then there is nothing to share.
    locks.request(name, { ifAvailable: true }, take).catch(() => resolve(true));
  });
}
