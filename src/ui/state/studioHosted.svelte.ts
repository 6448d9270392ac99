/** Which part of the Studio's picture a hosted model is offered, and where its answer goes. */
import { HOSTED_PIXELS } from '../../contract/edit.ts';
import { SpecimenError } from '../../contract/errors.ts';
import type { HostedPicture } from '../../contract/hosted.ts';
import type { Material } from '../../contract/materials.ts';
import { regionAround } from '../../lib/editRegion.ts';
import { greyOf, imageOf, type Region, type Slice } from '../../lib/slice.ts';
import type { MaskDocument } from '../editor/document.ts';
import { encodeRuns } from '../editor/runs.ts';
import type { HostedImage } from '../hosted/panel.svelte.ts';
import { studioScreenWords } from '../language/studio.ts';
import type { StudioHistory } from './studioHistory.svelte.ts';
import type { StudioRun } from './studioRun.svelte.ts';

/** What a part of a larger picture has around its mask at least, px: hosted models look at much more than ours. */
const SIDE = 512;
const MARGIN = 96;

/** What the panel of hosted models works on. */
export interface HostedSubject {
  picture: HostedPicture;
  /** `[height, width]` of the picture; null when nothing is masked. */
  mask: Float32Array | null;
  /** Where the picture lies in the slice. */
  region: Region;
  /** Which slice, and which version of it. */
  of: { id: string; version: number | null };
}

/** What of the Studio this needs. */
interface Host {
  readonly run: StudioRun;
  readonly history: StudioHistory | null;
  readonly document: MaskDocument | null;
  readonly picture: { id: string } | null;
  readonly material: Material;
  view: 'picture' | 'compare' | 'difference';
  show(id: number | null): void;
}

export class StudioHosted {
  readonly #studio: Host;
  /** Where each picture that was offered lies: an answer may come when another one is open. */
  readonly #offered = new WeakMap<HostedPicture, HostedSubject>();

  /** What can be offered, or why nothing. */
  readonly subject = $derived.by((): HostedSubject | { obstacle: string } | null => {
    const { history, document, picture } = this.#studio;
    if (!history || !document || !picture) return null;
    const subject = hostedSubject(history.slice, document, { id: picture.id, version: history.current?.id ?? null });
    if ('picture' in subject) this.#offered.set(subject.picture, subject);
    return subject;
  });

  constructor(studio: Host) {
    this.#studio = studio;
  }

  /** Makes an answer an alternative, over the version and with the mask that it was made from. */
  async take({ picture, of, mask, provenance }: HostedImage): Promise<void> {
    const { history, document, run, material } = this.#studio;
    const subject = this.#offered.get(of);
    const open = subject && subject.of.id === this.#studio.picture?.id && history?.has(subject.of.version);
    if (!history || !document || !open) {
      run.error = new SpecimenError('BadRequest', studioScreenWords().obstacles.closed);
      return;
    }
    const { region } = subject;
    if (subject.of.version !== (history.current?.id ?? null)) this.#studio.show(subject.of.version);
    if (mask) restoreMask(document, region, mask);
    this.#studio.view = 'picture';
    const offer = { region, image: { ...picture, count: 1 }, mask, hosted: provenance };
    await run.offer(offer, imageOf(history.slice, region), material);
  }
}

/** The whole slice, or the part around the mask where the slice has more pixels than hosted models work at. */
export function hostedSubject(
  slice: Slice,
  document: MaskDocument,
  of: HostedSubject['of'],
): HostedSubject | { obstacle: string } {
  const region = hostedRegion(slice, document);
  const { width, height } = region;
  if (width * height > HOSTED_PIXELS) {
    const { hostedPicture, hostedMask } = studioScreenWords().obstacles;
    const size = `${width}×${height}`;
    return { obstacle: document.isEmpty ? hostedPicture(size) : hostedMask(size) };
  }
  const picture = { data: greyOf(slice, region), width, height };
  return { picture, mask: document.isEmpty ? null : document.maskFloat(region), region, of };
}

function hostedRegion({ width, height }: Slice, { box }: MaskDocument): Region {
  if (!box || width * height <= HOSTED_PIXELS) return { left: 0, top: 0, width, height };
  return regionAround(box, width, height, { side: SIDE, margin: MARGIN });
}

/** Puts the mask that a result was made with back over the picture, where another one has been painted meanwhile. */
export function restoreMask(document: MaskDocument, region: Region, mask: Float32Array): void {
  const full = new Uint8Array(document.mask.length);
  for (let i = 0; i < mask.length; i++) {
    const y = region.top + Math.floor(i / region.width);
    full[y * document.width + region.left + (i % region.width)] = Math.round(255 * mask[i]!);
  }
  if (full.every((share, i) => share === document.mask[i])) return;
  document.apply({ kind: 'import', runs: encodeRuns(full), how: 'replace' });
}
