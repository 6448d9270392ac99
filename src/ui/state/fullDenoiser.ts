/** The model that the Lab and the Studio begin with. */
import type { Engine } from '../../client/engine.ts';
import { canEdit, isFewStep, type ModelCard } from '../../contract/card.ts';
import { SpecimenError } from '../../contract/errors.ts';

/**
 * The diffusion model of the lowest resolution that knows every noise level, and that needs nothing besides a condition where
 * there are several: a few-step one has no sampler to choose and cannot edit, and larger pictures take longer to watch.
 * @throws SpecimenError of the engine; `CardInvalid` when there is none
 */
export async function fullDenoiser(engine: Engine): Promise<ModelCard> {
  const { models } = await engine.catalog();
  const candidates = models
    .filter((row) => row.family === 'diffusion' && !isFewStep(row) && row.teaching === undefined)
    .sort((a, b) => a.resolution - b.resolution || a.takes.length - b.takes.length || a.bytes - b.bytes);
  for (const { id } of candidates) {
    const card = await engine.card(id);
    if (canEdit(card)) return card;
  }
  throw new SpecimenError(
    'CardInvalid',
    'The catalogue holds no diffusion model with all noise levels; reload the page.',
  );
}
