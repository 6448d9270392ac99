/** TIFF files made byte by byte, of types that no writer at hand makes. */

export interface TiffPage {
  width: number;
  height: number;
  bits: number;
  /** Sample format: 1 unsigned, 2 signed, 3 float. */
  format: number;
  photometric: number;
  bytes: Uint8Array;
  samples?: number;
}

/** A little-endian TIFF (TIFF 6.0, section 2): a header, then per page its pixels in one strip and its directory. */
export function tiffOf(pages: TiffPage[]): Uint8Array {
  const parts: Uint8Array[] = [new Uint8Array([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let length = 8;
  let link = { part: parts[0]!, at: 4 };
  for (const { width, height, bits, format, photometric, bytes, samples = 1 } of pages) {
    const entries = [
      [256, width],
      [257, height],
      [258, bits],
      [259, 1],
      [262, photometric],
      [273, length],
      [277, samples],
      [278, height],
      [279, bytes.length],
      [339, format],
    ];
    parts.push(bytes);
    length += bytes.length;
    new DataView(link.part.buffer).setUint32(link.at, length, true);
    const directory = new Uint8Array(2 + 12 * entries.length + 4);
    const view = new DataView(directory.buffer);
    view.setUint16(0, entries.length, true);
    entries.forEach(([tag, value], i) => {
      view.setUint16(2 + 12 * i, tag!, true);
      view.setUint16(4 + 12 * i, 4, true); // LONG
      view.setUint32(6 + 12 * i, 1, true);
      view.setUint32(10 + 12 * i, value!, true);
    });
    parts.push(directory);
    length += directory.length;
    link = { part: directory, at: directory.length - 4 };
  }
  return new Uint8Array(Buffer.concat(parts));
}
