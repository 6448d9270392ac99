/** What the page says of families of models and of what only some of them do. */
import type { CatalogRow } from '../contract/card.ts';

type Family = CatalogRow['family'];

export const FAMILIES: readonly Family[] = ['diffusion', 'gan', 'vae'];
export const FAMILY_NAMES: Record<Family, string> = { diffusion: 'Diffusion', gan: 'GAN', vae: 'VAE' };
/** One line each, from the measured table in docs/models.md. */
export const FAMILY_HINTS: Record<Family, string> = {
  diffusion: 'Takes noise away step by step: nearest to real slices, and slowest.',
  gan: 'Learnt against a critic: crisp slices in one network call, less variety.',
  vae: 'Learnt to rebuild slices from a few numbers: quick and smooth, too smooth.',
};

/** “128 px · 35 network calls · 2.5 MB” without the size, which stands beside the name. */
export function costOf({ resolution, calls }: CatalogRow): string {
  return `${resolution} px · ${calls === 1 ? '1 network call' : `${calls} network calls`}`;
}

/** “2.3 × floor”: how far slices are from real ones. */
export const ratioOf = (ratio: number) => `${ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0)} × floor`;
export const RATIO_HINT =
  'Fréchet distance (SqueezeNet, N = 2,000) of its rocks to real ones they were not trained on; 1 × is the distance between two sets of real slices.';
