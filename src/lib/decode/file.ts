/** From the bytes of a file to its pages, whatever it is. */
import { decodeJpeg, type JpegDecoder } from './jpeg.ts';
import { Refused, type Picture } from './picture.ts';
import { decodePng } from './png.ts';
import { openTiff } from './tiff.ts';

/** Files that have to be in memory as a whole, in bytes. */
export const MAX_WHOLE = 256 * 2 ** 20;
/** Files that are read in parts, in bytes. */
export const MAX_PARTS = 2 * 2 ** 30;

/** @throws Refused for what is no picture, and for files that are too large, cut off or damaged */
export async function openFile(blob: Blob, jpeg: JpegDecoder): Promise<Picture> {
  const kind = await kindOf(blob);
  const limit = kind === 'tiff' ? MAX_PARTS : MAX_WHOLE;
  if (blob.size > limit) {
    const size = (blob.size / 1e9).toFixed(1);
    throw new Refused(
      `It has ${size} GB, and files up to ${(limit / 1e9).toFixed(1)} GB are read; split it into parts.`,
    );
  }
  if (kind === 'tiff') return openTiff(blob);
  if (kind === 'zip') throw new Refused('It is a zip, and a picture is needed here; unpack it first.');
  if (blob.size === 0) throw new Refused('It is empty or cannot be read; choose another file.');
  if (kind === null) throw new Refused('It is no PNG, JPEG, TIFF or zip; choose another file.');
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const raster = kind === 'png' ? decodePng(bytes) : await decodeJpeg(bytes, jpeg);
  return { pages: 1, read: () => Promise.resolve(raster) };
}

/** What a file is by its first bytes; names lie. */
export async function kindOf(blob: Blob): Promise<'png' | 'jpeg' | 'tiff' | 'zip' | null> {
  const head = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
  const text = String.fromCharCode(...head);
  if (text === '\x89PNG') return 'png';
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(text)) return 'tiff';
  return ['PK\x03\x04', 'PK\x05\x06'].includes(text) ? 'zip' : null;
}
