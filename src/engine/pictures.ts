/** What networks make of the pictures in a request, before anything is drawn. */
import { withinRanges } from '../contract/ranges.ts';
import type { Attributes } from '../contract/materials.ts';
import type { SampleRequest } from '../contract/request.ts';
import { measureAttributes } from '../materials/attributes.ts';
import { addEncoder } from './beside.ts';
import type { Extractors } from './extractors.ts';
import type { LoadedModel, LoadOptions, Loader } from './loader.ts';
import { conditionVector, drawAttributes } from './models/condition.ts';
import { encode, type Posterior } from './models/encoder.ts';
import type { Guides } from './models/extraInputs.ts';

/**
 * The attributes of each image: set by the visitor, else as measured in the picture to start from and brought into what the network
 * knows, else drawn. A sketch that guides as much as in training says itself what the others would; drawn ones contradict it, and
 * slices come out farther from real ones.
 */
export function askedAttributes({ card }: LoadedModel, request: SampleRequest, seeds: number[]): Partial<Attributes>[] {
  const { material, look, attributes, from, sketch } = request;
  if (sketch && sketch.strength >= 1) return seeds.map(() => attributes);
  if (!from) return seeds.map((seed) => drawAttributes(card, material, look, attributes, seed));
  const measured = measureAttributes(material, from.data, from.width, from.height);
  const asked = { ...withinRanges(card, material, measured, look), ...attributes };
  return seeds.map(() => asked);
}

/** What guides a diffusion model. @throws SpecimenError of the extractor; Cancelled. */
export async function guidesOf(
  { like, sketch }: SampleRequest,
  extractors: Extractors,
  options: LoadOptions,
): Promise<Guides> {
  const guides: Guides = { like: null, sketch: sketch ?? null };
  if (!like) return guides;
  const { extractor } = await extractors.own(options);
  return { ...guides, like: await extractor.embedding(like) };
}

/** The posterior of the picture to start from. @throws SpecimenError of any kind; Cancelled. */
export async function posteriorOf(
  model: LoadedModel,
  { from, material, look }: SampleRequest,
  asked: Partial<Attributes>,
  loader: Loader,
  options: Omit<LoadOptions, 'preference'>,
): Promise<Posterior | null> {
  if (!from) return null;
  const encoder = await addEncoder(loader, model, options);
  return encode((inputs) => encoder.runAll(inputs), from, conditionVector(model.card, material, look, asked));
}
