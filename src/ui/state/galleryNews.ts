/** Tells every tab of the page that the kept runs have changed. */
const CHANNEL = 'specimen.gallery';

export function tellGallery(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('changed');
  channel.close();
}

/** @returns what ends the listening */
export function hearGallery(changed: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = changed;
  return () => channel.close();
}
