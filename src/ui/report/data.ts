/** Everything a measurement was made of and what came out, as plain data for the report's files. */
import type { MeasureResult } from '../../contract/measure.ts';
import { picturesIn, withoutPictures } from '../../contract/pictures.ts';
import { sha256 } from '../../lib/digest.ts';
import type { Measurement, MeasureSettings } from '../state/measureRun.svelte.ts';
import type { ImageSet } from '../state/measureWell.svelte.ts';

/** Of package.json, put in by the build. */
declare const __VERSION__: string;

export interface ReportedSet {
  source: object;
  n: number;
  width: number; // px
  height: number; // px
  intake: ImageSet['settings'];
  /** SHA-256 of the pixels as they were measured: float32, little endian, image after image. Null without WebCrypto. */
  pixelsSha256: string;
  images: ImageSet['taken'];
  refused: ImageSet['refused'];
}

export interface Report {
  generator: 'Specimen';
  version: string;
  at: string; // ISO 8601
  durationMs: number;
  settings: MeasureSettings;
  reference: ReportedSet;
  synthetic: ReportedSet;
  result: MeasureResult;
}

export async function buildReport({
  settings,
  reference,
  synthetic,
  result,
  at,
  durationMs,
}: Measurement): Promise<Report> {
  return {
    generator: 'Specimen',
    version: __VERSION__,
    at,
    durationMs: Math.round(durationMs),
    settings,
    reference: await describe(reference),
    synthetic: await describe(synthetic),
    result,
  };
}

async function describe({ source, settings, images, taken, refused }: ImageSet): Promise<ReportedSet> {
  const { data, count, width, height } = images;
  return {
    source: describeOrigin(source),
    n: count,
    width,
    height,
    intake: settings,
    pixelsSha256: await sha256(new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength)),
    images: taken,
    refused,
  };
}

/** What draws the set again, without its pixels and without the pictures that it was drawn after, which may be the visitor's own. */
function describeOrigin(source: ImageSet['source']): object {
  if (source.kind === 'sample') {
    const { request, modelVersion, backend } = source.result;
    const pictures = picturesIn(request);
    return {
      kind: 'sample',
      request: withoutPictures(request),
      ...(pictures.length > 0 && { pictures }),
      ...(request.sketch && { sketchStrength: request.sketch.strength }),
      modelVersion,
      backend: backend.backend,
    };
  }
  return source.kind === 'files' ? { kind: 'files', files: source.files.length } : source;
}
