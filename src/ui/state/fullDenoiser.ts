/** The model that the Lab and the Studio begin with. */
import type { Engine } from '../../client/engine.ts';
import { canEdit, type ModelCard } from '../../contract/card.ts';
import { SpecimenError } from '../../contract/errors.ts';

/**
 * The first diffusion model of the catalogue that knows every noise level: a few-step one has no sampler to choose, and cannot
 * edit. @throws SpecimenError of the engine; `CardInvalid` when there is none
 */
export async function fullDenoiser(engine: Engine): Promise<ModelCard> {
  const { models } = await engine.catalog();
  for (const { id } of models.filter(({ family }) => family === 'diffusion')) {
    const card = await engine.card(id);
    if (canEdit(card)) return card;
  }
  throw new SpecimenError(
    'CardInvalid',
    'The catalogue holds no diffusion model with all noise levels; reload the page.',
  );
}
