/** From what is painted and asked to what the engine is asked, or to the sentence that says what is missing. */
import type { ModelCard } from '../../contract/card.ts';
import { askRanges, type AttributeRanges } from '../../contract/ranges.ts';
import { MAX_REGION_PIXELS } from '../../contract/edit.ts';
import type { Attributes, Look, Material } from '../../contract/materials.ts';
import type { PictureSource } from '../../contract/provenance.ts';
import { regionAround } from '../../lib/editRegion.ts';
import { greyOf, imageOf, type Region, type Slice } from '../../lib/slice.ts';
import { changedAttributes, moved } from '../../materials/change.ts';
import { measureInWindows } from '../../materials/windows.ts';
import type { MaskDocument } from '../editor/document.ts';
import { studioScreenWords } from '../language/studio.ts';
import { ALTERNATIVES, type StudioForm, type StudioTask } from './studioForm.svelte.ts';
import type { EditJob } from './studioProposal.ts';

/**
 * Surroundings of a mask on each side, as a share of what the network sees: enough to go on from, and little enough that a mask
 * of 40 px fits one window.
 */
const SURROUNDINGS = 3 / 16;

/** DiffEdit's mask is cut here. */
const FOUND = 0.5;

/** What a task would do: `finds` its mask first (DiffEdit), or make alternatives of the job. */
export type EditPlan = { obstacle: string } | { finds: boolean; region: Region; masked: boolean; job: () => EditJob };

export interface Situation {
  slice: Slice;
  source: PictureSource;
  document: MaskDocument;
  card: ModelCard;
  material: Material;
  form: StudioForm;
}

/** @param known the attributes that an edit starts from, where they are measured already */
export function planEdit(task: StudioTask, situation: Situation, known: Attributes | null = null): EditPlan {
  const { document, card, material, form } = situation;
  const text = studioScreenWords().obstacles;
  if (!card.conditions.attributes[material]) return { obstacle: text.material(card.name) };
  if (form.seedProblem !== null) return { obstacle: form.seedProblem };
  if (task === 'inpaint') {
    if (document.isEmpty) return { obstacle: text.paint };
    if (document.isFull) return { obstacle: text.full };
  }
  if (task === 'edit' && form.changes.length === 0) return { obstacle: text.say };
  const masked = usesMask(task, situation);
  const region = regionOf(situation, masked);
  if (region.width * region.height > MAX_REGION_PIXELS) {
    const size = `${region.width}×${region.height}`;
    return { obstacle: masked ? text.largeMask(size) : text.largePicture(size) };
  }
  let attributes: Partial<Attributes> = {};
  if (task === 'edit') {
    const before = known ?? measured(situation, region);
    attributes = moved(aimsOf(situation, before)!.targets, before, card.conditions.attributes[material]);
    if (Object.keys(attributes).length === 0) return { obstacle: text.limit };
  }
  const method = form.method(task);
  const finds = method === 'diffedit' && !masked;
  return { finds, region, masked, job: () => jobOf(task, situation, region, masked, attributes) };
}

/** Where the attributes of an edit go, and within what; null where the model does not know the material. */
export interface Aims {
  limits: AttributeRanges;
  /** Of what shall change; as before where nothing more is possible. */
  targets: Partial<Attributes>;
}

/** @param before as `measured` gives them */
export function aimsOf({ card, material, source, form }: Situation, before: Attributes): Aims | null {
  const { attributes, looks } = card.conditions;
  const scale = attributes[material];
  const limits = askRanges(card, material, lookOf(source, looks[material] ?? []));
  if (!scale || !limits) return null;
  return { limits, targets: changedAttributes(form.changes, before, { scale, limits }) };
}

/** The part of the picture that a change would see: the mask with its surroundings, or all of it. */
export function regionOf(
  { slice, document, card }: Pick<Situation, 'slice' | 'document' | 'card'>,
  masked: boolean,
): Region {
  const { width, height } = slice;
  const side = card.resolution;
  const margin = side * SURROUNDINGS;
  if (masked && document.box) return regionAround(document.box, width, height, { side, margin });
  return { left: 0, top: 0, width, height };
}

/** Whether a task keeps to the mask. Without one, all of the slice is varied or edited. */
export function usesMask(task: StudioTask, { document, form }: Pick<Situation, 'document' | 'form'>): boolean {
  if (document.isEmpty) return false;
  // DiffEdit's mask is its own.
  return task === 'inpaint' || form.scope === 'mask' || form.method(task) === 'diffedit';
}

/** The attributes that a change starts from, as the engine measures them: of all that it sees. */
export function measured({ material, slice, card }: Situation, region: Region): Attributes {
  return measureInWindows(material, greyOf(slice, region), region.width, region.height, card.resolution);
}

function jobOf(
  task: StudioTask,
  situation: Situation,
  region: Region,
  masked: boolean,
  attributes: Partial<Attributes>,
): EditJob {
  const { slice, source, document, card, material, form } = situation;
  const method = form.method(task);
  return {
    region,
    request: {
      model: card.id,
      material,
      look: lookOf(source, card.conditions.looks[material] ?? []),
      method,
      image: imageOf(slice, region),
      mask: masked ? document.maskFloat(region) : null,
      seed: Number(form.seed),
      count: method === 'diffedit' ? 1 : ALTERNATIVES, // it draws no noise, so that all seeds give the same
      attributes,
      strength: form.strength[task],
      steps: form.stepsOf(method),
      ...(method === 'repaint' && { resampling: form.resampling }),
    },
  };
}

/** Simulated slices go on looking simulated; of all others the page takes it that they are measured. */
function lookOf(source: PictureSource, looks: readonly Look[]): Look {
  const wanted =
    source.kind === 'sampled' ? source.made.request.look : source.kind === 'simulated' ? 'simulated' : 'real';
  return looks.includes(wanted) ? wanted : (looks[0] ?? wanted);
}

/** DiffEdit's mask of a region, 0 to 1, as coverage of the whole picture. */
export function maskOf(found: Float32Array, { left, top, width }: Region, picture: { width: number; height: number }) {
  const mask = new Uint8Array(picture.width * picture.height);
  for (let i = 0; i < found.length; i++) {
    const y = top + Math.floor(i / width);
    mask[y * picture.width + left + (i % width)] = found[i]! >= FOUND ? 255 : 0;
  }
  return mask;
}
