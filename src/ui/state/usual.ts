/** Which model of a family the page takes by itself. */
import { isFewStep, type CatalogRow } from '../../contract/card.ts';
import type { Device } from './device.ts';

/**
 * Of the diffusion models one with a sampler where there is a GPU, of the largest pictures, and else a few-step one, on a slow
 * computer that of the smallest pictures; of the others the one that was measured to be nearest to real slices. Models that follow
 * a sketch, and those that show a failure, are only taken by hand.
 * @returns null when the family has none
 */
export function usualOf(models: CatalogRow[], family: CatalogRow['family'], { gpu, slow }: Device): CatalogRow | null {
  const own = models.filter(
    (row) => row.family === family && row.teaching === undefined && !row.takes.includes('sketch'),
  );
  const few = own.filter(isFewStep);
  const candidates = family !== 'diffusion' ? own : !gpu && few.length > 0 ? few : own.filter((row) => !isFewStep(row));
  const larger = (a: CatalogRow, b: CatalogRow) => (slow ? a.resolution - b.resolution : b.resolution - a.resolution);
  const nearer = (a: CatalogRow, b: CatalogRow) => (a.frechetRatio ?? Infinity) - (b.frechetRatio ?? Infinity) || 0;
  const order = family === 'diffusion' ? larger : nearer;
  return [...(candidates.length > 0 ? candidates : own)].sort((a, b) => order(a, b) || a.bytes - b.bytes)[0] ?? null;
}
