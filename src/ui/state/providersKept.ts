/** Whether a hosted provider was ever set up here, found out without loading any of the code for them. */
import { BrowserKeyStore } from '../../store/keys.ts';

/** Where a tab keeps its keys. */
export const TAB_KEY = 'specimen.hosted';

export async function keepsProviders(): Promise<boolean> {
  return keptInTab() || (await new BrowserKeyStore().all()).length > 0;
}

function keptInTab(): boolean {
  try {
    return sessionStorage.getItem(TAB_KEY) !== null;
  } catch {
    return false; // forbidden storage throws on access
  }
}
