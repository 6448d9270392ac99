/** TIFF files made byte by byte, of types that no writer at hand makes. */

export interface TiffPage {
  width: number;
  height: number;
  /** null leaves the tag out, as a file may whose samples have one bit. */
  bits: number | null;
  /** Sample format: 1 unsigned, 2 signed, 3 float. */
  format: number;
  photometric: number;
  bytes: Uint8Array;
  samples?: number;
  /** What the samples behind the colours are: 0 unspecified, 1 associated alpha, 2 unassociated alpha. */
  extra?: number[];
}

/** A little-endian TIFF (TIFF 6.0, section 2): a header, then per page its pixels in one strip and its directory. */
export function tiffOf(pages: TiffPage[]): Uint8Array {
  const parts: Uint8Array[] = [new Uint8Array([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let length = 8;
  let link = { part: parts[0]!, at: 4 };
  for (const { width, height, bits, format, photometric, bytes, samples = 1, extra = [] } of pages) {
    const each = (value: number) => new Array<number>(samples).fill(value);
    const entries: [tag: number, values: number[]][] = [
      [256, [width]],
      [257, [height]],
      [258, bits === null ? [] : each(bits)],
      [259, [1]],
      [262, [photometric]],
      [273, [length]],
      [277, [samples]],
      [278, [height]],
      [279, [bytes.length]],
      [338, extra],
      [339, each(format)],
    ];
    parts.push(bytes);
    length += bytes.length;
    const present = entries.filter(([, values]) => values.length > 0);
    const fields = present.map(([tag, values]) => {
      if (values.length === 1) return { tag, count: 1, value: values[0]! };
      const list = new Uint8Array(4 * values.length);
      values.forEach((value, i) => new DataView(list.buffer).setUint32(4 * i, value, true));
      parts.push(list);
      length += list.length;
      return { tag, count: values.length, value: length - list.length };
    });
    new DataView(link.part.buffer).setUint32(link.at, length, true);
    const directory = new Uint8Array(2 + 12 * fields.length + 4);
    const view = new DataView(directory.buffer);
    view.setUint16(0, fields.length, true);
    fields.forEach(({ tag, count, value }, i) => {
      view.setUint16(2 + 12 * i, tag, true);
      view.setUint16(4 + 12 * i, 4, true); // LONG
      view.setUint32(6 + 12 * i, count, true);
      view.setUint32(10 + 12 * i, value, true);
    });
    parts.push(directory);
    length += directory.length;
    link = { part: directory, at: directory.length - 4 };
  }
  return new Uint8Array(Buffer.concat(parts));
}
