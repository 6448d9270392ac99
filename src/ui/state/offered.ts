/** What of a link's request a model offers: the rest is left out and named. */
import { levelsOf, type ModelCard } from '../../contract/card.ts';
import { askRanges } from '../../contract/ranges.ts';
import type { LinkPart } from '../../contract/link.ts';
import { SAMPLING_FIELDS } from '../../contract/link.ts';
import { ATTRIBUTES, type Look, type Material } from '../../contract/materials.ts';
import type { SampleRequest } from '../../contract/request.ts';

type Linked = Partial<SampleRequest> & Pick<SampleRequest, 'attributes'>;

/**
 * @param material the one that stays where the link names none that the model draws
 * @param look likewise
 * @returns the request with nothing in it that `card` would refuse, and the parts that were taken out
 */
export function offered(
  linked: Linked,
  card: ModelCard,
  material: Material,
  look: Look,
): { request: Linked & { material: Material }; leftOut: LinkPart[] } {
  const { parametrisation } = card;
  const { materials, looks } = card.conditions;
  const leftOut: LinkPart[] = [];
  const drawn = materials.includes(linked.material ?? material) ? (linked.material ?? material) : materials[0]!;
  const request = { ...linked, material: drawn, attributes: { ...linked.attributes } };
  if (linked.material !== undefined && linked.material !== drawn) leftOut.push('material');

  const drop = (name: Exclude<keyof Linked & LinkPart, 'material'>) => {
    if (request[name] === undefined) return;
    Reflect.deleteProperty(request, name);
    leftOut.push(name);
  };
  const known = looks[drawn] ?? [];
  if (request.look !== undefined && !known.includes(request.look)) drop('look');
  const wanted = request.look ?? look;
  const ranges = askRanges(card, drawn, known.includes(wanted) ? wanted : known[0]);
  for (const name of ATTRIBUTES) {
    const value = request.attributes[name];
    const range = ranges?.[name];
    const other = linked.material !== undefined && linked.material !== drawn; // each material has attributes of its own
    if (value === undefined || (!other && range && value >= range.min && value <= range.max)) continue;
    Reflect.deleteProperty(request.attributes, name);
    leftOut.push(name);
  }

  if (card.family !== 'diffusion') SAMPLING_FIELDS.forEach(drop);
  else if (levelsOf(card)) (['steps', 'sampler', 'schedule', 'stochasticity'] as const).forEach(drop);
  if (!card.files.some(({ role }) => role === 'classifier')) drop('classifierGuidance');
  if (card.family === 'diffusion') drop('truncation');
  if (card.family !== 'vae' && parametrisation.type !== 'style') drop('interpolateTo');
  const dimensions = card.family === 'vae' && parametrisation.type === 'latent' ? parametrisation.dimensions : 0;
  if (request.latent?.some(({ dimension }) => dimension >= dimensions)) drop('latent');
  if (parametrisation.type !== 'style') drop('mixWith');
  const layers = parametrisation.type === 'style' && request.mixWith !== undefined ? parametrisation.layers : -1;
  if ((request.mixFrom ?? -1) > layers) drop('mixFrom');
  return { request, leftOut };
}
