/** TIFF stacks, written page by page: no library at hand writes several pages of 16 bit grey. */

const SHORT = 3;
const LONG = 4;
const ASCII = 2;
const HEADER = 8;

/** Pages of one size: unsigned integers of 8 or 16 bits, or 32-bit floats. */
export interface Stack {
  width: number;
  height: number;
  pages: number;
  /** Pixels of a page, row-major. */
  page: (index: number) => Uint8Array | Uint16Array | Float32Array;
  /** What each page says of itself; ASCII. */
  description: string;
}

/**
 * A little-endian baseline TIFF (TIFF 6.0, sections 2 to 4, 8 and 19) in pieces: the header, then for each page its directory and
 * its pixels as one uncompressed strip, black is zero.
 */
export function* tiffStack({ width, height, pages, page, description }: Stack): Generator<Uint8Array> {
  yield new Uint8Array([0x49, 0x49, 42, 0, HEADER, 0, 0, 0]);
  const text = new TextEncoder().encode(`${description}\0`);
  let at = HEADER;
  for (let k = 0; k < pages; k++) {
    const pixels = page(k);
    const entries: [tag: number, type: number, count: number, value: number][] = [
      [256, LONG, 1, width],
      [257, LONG, 1, height],
      [258, SHORT, 1, 8 * pixels.BYTES_PER_ELEMENT],
      [259, SHORT, 1, 1], // uncompressed
      [262, SHORT, 1, 1], // black is zero
      [270, ASCII, text.length, 0], // its place follows below
      [273, LONG, 1, 0],
      [277, SHORT, 1, 1],
      [278, LONG, 1, height],
      [279, LONG, 1, pixels.byteLength],
      [339, SHORT, 1, pixels instanceof Float32Array ? 3 : 1],
    ];
    const directory = 2 + 12 * entries.length + 4;
    const first = even(directory + text.length); // of the pixels, after the directory's beginning
    const length = even(first + pixels.byteLength);
    entries[5]![3] = at + directory;
    entries[6]![3] = at + first;
    const head = new Uint8Array(first);
    const view = new DataView(head.buffer);
    view.setUint16(0, entries.length, true);
    entries.forEach(([tag, type, count, value], i) => {
      const entry = 2 + 12 * i;
      view.setUint16(entry, tag, true);
      view.setUint16(entry + 2, type, true);
      view.setUint32(entry + 4, count, true);
      view.setUint32(entry + 8, value, true); // little-endian, so that a SHORT is its first half
    });
    view.setUint32(directory - 4, k + 1 < pages ? at + length : 0, true);
    head.set(text, directory);
    yield head;
    yield new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    if (length > first + pixels.byteLength) yield new Uint8Array(1);
    at += length;
  }
}

const even = (length: number) => length + (length % 2);
