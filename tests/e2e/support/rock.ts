/** A picture of a rock as a visitor's own file. */
import { encode } from 'fast-png';
import { simulate } from '../../../src/materials/simulate.ts';
import type { TestFile } from './measurePage.ts';

/** @returns the file, and the greys that it holds, row by row */
export function rock(width: number, height = width): { file: TestFile; greys: Uint8Array } {
  const size = Math.max(width, height);
  const { image } = simulate('rocks', { seed: 4, size });
  const greys = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.round(255 * image[Math.floor(i / width) * size + (i % width)]!),
  );
  const png = encode({ width, height, data: greys, channels: 1, depth: 8 });
  return { file: { name: 'slice.png', mimeType: 'image/png', buffer: Buffer.from(png) }, greys };
}
