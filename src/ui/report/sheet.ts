/** The first images of a set side by side, for the head of a report. */
import type { ImageBatch } from '../../contract/image.ts';
import { encodePng } from '../../lib/png.ts';

const COLUMNS = 8;
const ROWS = 2;

/** @returns a PNG as a data URL */
export function contactSheet({ data, count, width, height }: ImageBatch): string {
  const columns = Math.min(COLUMNS, count);
  const rows = Math.min(ROWS, Math.ceil(count / COLUMNS));
  const sheet = new Float32Array(columns * width * rows * height).fill(1);
  for (let k = 0; k < Math.min(count, columns * rows); k++) {
    for (let y = 0; y < height; y++) {
      const row = data.subarray((k * height + y) * width, (k * height + y + 1) * width);
      sheet.set(row, (Math.floor(k / columns) * height + y) * columns * width + (k % columns) * width);
    }
  }
  const bytes = encodePng({ data: sheet, width: columns * width, height: rows * height }, 8, {});
  return `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}
