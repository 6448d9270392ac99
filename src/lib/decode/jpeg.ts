import { checkPixels, Refused, toGrey, type Raster } from './picture.ts';

/** RGBA values, 8 bit. The browser brings its own decoder; the command line a small one in JavaScript. */
export type JpegDecoder = (bytes: Uint8Array) => Promise<{ width: number; height: number; data: ArrayLike<number> }>;

/** @throws Refused for CMYK, and for files that are cut off or damaged */
export async function decodeJpeg(bytes: Uint8Array, decode: JpegDecoder): Promise<Raster> {
  const frame = readFrame(bytes);
  if (frame.components === 4) {
    throw new Refused(
      'The JPEG is CMYK, four printing inks that give no grey level by themselves; save it as grey or RGB.',
    );
  }
  checkPixels(frame.width, frame.height);
  const damaged = new Refused('The JPEG is cut off or damaged; save or copy it again.');
  if (!isWhole(bytes)) throw damaged;
  const { width, height, data } = await decode(bytes).catch(() => {
    throw damaged;
  });
  const { grey, note } = toGrey(data, 4, 255);
  return { width, height, grey, limits: [0, 255], what: `JPEG, 8 bit${note}` };
}

/** Size and number of components from the frame header (ITU-T T.81, B.2.2). */
function readFrame(bytes: Uint8Array): { width: number; height: number; components: number } {
  const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
  const at = findSegment(bytes, isFrame);
  if (at < 0 || at + 9 >= bytes.length) throw new Refused('The JPEG is cut off or damaged; save or copy it again.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), components: bytes[at + 9]! };
}

/** Where the first segment of a kind begins, of those up to the pixels (ITU-T T.81, B.1.1.4); -1 where there is none. */
function findSegment(bytes: Uint8Array, isSought: (marker: number) => boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 3 < bytes.length && bytes[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    if (isSought(bytes[at + 1]!)) return at;
  }
  return -1;
}

/**
 * Browsers fill in what is missing of a file that was cut off, so the end-of-image marker is looked for: behind the start of the
 * pixels, since a thumbnail before it ends in one too, and not at the very end, since phones append a film or further pictures.
 */
function isWhole(bytes: Uint8Array): boolean {
  const scan = findSegment(bytes, (marker) => marker === 0xda);
  if (scan < 0) return false;
  let end = bytes.lastIndexOf(0xd9);
  while (end > scan && bytes[end - 1] !== 0xff) end = bytes.lastIndexOf(0xd9, end - 1);
  return end > scan;
}
