/** Pictures as services encode them, turned to grey. */
import { SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import { decodeJpeg, type JpegDecoder } from '../../lib/decode/jpeg.ts';
import { Refused } from '../../lib/decode/picture.ts';
import { decodePng } from '../../lib/decode/png.ts';
import { brokenAnswer } from './faults.ts';

/** @throws SpecimenError `HostFailed` for anything but a whole PNG or JPEG */
export async function decodeImage(bytes: Uint8Array, name: string, jpeg: JpegDecoder): Promise<ImageBatch> {
  try {
    const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
    const { width, height, grey, limits } = isPng ? decodePng(bytes) : await decodeJpeg(bytes, jpeg);
    const white = limits![1];
    return { data: grey.map((value) => value / white), count: 1, width, height };
  } catch (error) {
    if (error instanceof SpecimenError) throw error;
    throw brokenAnswer(name, error instanceof Refused ? error.message : error);
  }
}
