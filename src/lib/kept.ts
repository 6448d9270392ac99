/** Between a run as the engine gives it and a run as the gallery keeps it. */
import { SpecimenError } from '../contract/errors.ts';
import type { ModelCard } from '../contract/card.ts';
import type { BareRequest, KeptImages, KeptModel, KeptRun, RunPictures } from '../contract/kept.ts';
import type { ImageBatch } from '../contract/image.ts';
import { parseLink, toLink } from '../contract/link.ts';
import { withoutPictures } from '../contract/pictures.ts';
import type { SampleRequest, SampleResult } from '../contract/request.ts';
import { canonicalJson, sha256 } from './digest.ts';
import { quantize } from './png.ts';
import { shrink } from './shrink.ts';

/** Slices on the cover of a run, and their largest side, px. */
const COVER_SLICES = 4;
const COVER_SIDE = 96;
const WHITE = 65535;

export interface Keeping {
  card: ModelCard;
  name: string;
  at: number; // ms since 1970
  page: string;
}

/** Makes a result ready to be kept: 16 bits of each pixel, and everything that draws it again. */
export async function toKept(
  result: SampleResult,
  { card, name, at, page }: Keeping,
): Promise<{ run: KeptRun; pictures: RunPictures }> {
  const { request: asked, modelVersion, images, slices, backend, timing } = result;
  const { like, sketch, from } = asked;
  const request = linkable(asked); // as a saved set gives it back, so that its name is the same
  const kept = { ...images, data: quantize(images.data, 16) as Uint16Array };
  const pictures: RunPictures = {
    images: kept,
    ...(like && { like }),
    ...(sketch && { sketch }),
    ...(from && { from }),
  };
  const model = { name: card.name, version: modelVersion, licence: card.licence, hash: await cardHash(card) };
  const run: KeptRun = {
    id: await runId({ request, model }, pictures),
    at,
    name,
    note: '',
    request,
    held: {
      ...(like && { like: { width: like.width, height: like.height } }),
      ...(from && { from: { width: from.width, height: from.height } }),
      ...(sketch && { sketch: { side: Math.sqrt(sketch.edges.length), strength: sketch.strength } }),
    },
    model,
    backend,
    timing,
    page,
    slices,
    width: images.width,
    height: images.height,
    bits: 16,
    bytes: bytesOf(pictures),
    cover: coverOf(kept),
  };
  return { run, pictures };
}

/**
 * A request without its pictures, by the rules of share links.
 * @throws SpecimenError `BadLink` when anything of it breaks them
 */
export function linkable(asked: SampleRequest): BareRequest {
  const { request, leftOut } = parseLink(toLink(withoutPictures(asked)));
  if (leftOut.length === 0) return request as BareRequest;
  throw new SpecimenError('BadLink', 'This request holds something that cannot be asked for.', leftOut.join(', '));
}

/** The very request of a kept run. */
export function requestOf({ request }: KeptRun, { like, sketch, from }: RunPictures): SampleRequest {
  return { ...request, ...(like && { like }), ...(sketch && { sketch }), ...(from && { from }) };
}

/** A kept run as the engine gave it, its pixels rounded to the bits that were kept, its trace left out. */
export function toResult(run: KeptRun, pictures: RunPictures): SampleResult {
  return {
    request: requestOf(run, pictures),
    modelVersion: run.model.version,
    images: toBatch(pictures.images),
    slices: run.slices,
    backend: run.backend,
    timing: run.timing,
    trace: null,
    encoding: null,
    resident: null,
    notices: [],
  };
}

/** Integers as grey values in [0, 1]. */
export function toBatch({ data, ...size }: KeptImages): ImageBatch {
  return { ...size, data: Float32Array.from(data, (level) => level / WHITE) };
}

/** What the pictures of a run take, in bytes. */
export function bytesOf({ images, like, sketch, from }: RunPictures): number {
  const arrays = [images.data, like?.data, from?.data, sketch?.edges, sketch?.labels];
  return arrays.reduce((sum, array) => sum + (array?.byteLength ?? 0), 0);
}

/** The first slices in 8 bits, shrunk where they are large. */
export function coverOf({ data, count, width, height }: KeptImages): KeptRun['cover'] {
  const shown = Math.min(count, COVER_SLICES);
  const factor = Math.ceil(Math.max(width, height) / COVER_SIDE);
  const small = { width: Math.floor(width / factor), height: Math.floor(height / factor) };
  const pixels = small.width * small.height;
  const cover = { ...small, count: shown, data: new Uint8Array(shown * pixels) };
  for (let k = 0; k < shown; k++) {
    const slice = data.subarray(k * width * height, (k + 1) * width * height);
    cover.data.set(
      shrink(slice, width, small, factor).map((level) => Math.round((level / WHITE) * 255)),
      k * pixels,
    );
  }
  return cover;
}

/** SHA-256 of all in a card that decides what its model draws: not its words and figures. */
export function cardHash({ version, files, inputs, parametrisation, conditions }: ModelCard): Promise<string> {
  const weights = files.map(({ role, sha256 }) => ({ role, sha256 }));
  const text = canonicalJson({ version, weights, inputs, parametrisation, conditions });
  return sha256(new TextEncoder().encode(text));
}

/** The name of a run: SHA-256 of its request, its model and all its pixels. */
export async function runId(
  { request, model }: { request: BareRequest; model: KeptModel },
  { images, like, sketch, from }: RunPictures,
): Promise<string> {
  const size = (image?: ImageBatch) => image && [image.count, image.height, image.width];
  const head = canonicalJson({
    request,
    model: [model.version, model.hash],
    sizes: [[images.count, images.height, images.width], size(like), size(from), sketch?.strength],
  });
  const arrays = [images.data, like?.data, from?.data, sketch?.edges, sketch?.labels];
  const parts = arrays.flatMap((array) => (array ? [array as Uint16Array<ArrayBuffer>] : []));
  return sha256(new Uint8Array(await new Blob([head, ...parts]).arrayBuffer()));
}
