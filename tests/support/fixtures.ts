/** The small models of `training/fixtures.py`, in closed form, beside the extractor that ships. */
import { readFile } from 'node:fs/promises';
import { MODELS_FOLDER } from '../../src/cli/source.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { ModelSource } from '../../src/engine/weights.ts';
import { MemoryCache } from '../../src/store/cache.ts';

export const FIXTURES = new URL('../fixtures/models/', import.meta.url);

/** Side of the fixtures' images, px. */
export const SIDE = 16;

export class FixtureSource implements ModelSource {
  /** Paths read so far. */
  readonly paths: string[] = [];
  /** Changes the text of a card before it is read. */
  change: (card: string) => string = (card) => card;

  async read(path: string): Promise<Uint8Array> {
    this.paths.push(path);
    const bytes = new Uint8Array(
      await readFile(new URL(path, path.startsWith('extractor') ? MODELS_FOLDER : FIXTURES)),
    );
    if (!path.endsWith('card.json') || path.startsWith('extractor')) return bytes;
    return new TextEncoder().encode(this.change(new TextDecoder().decode(bytes)));
  }
}

export const fixtureEngine = (source: ModelSource) => new Engine({ source, cache: new MemoryCache(), binaries: null });

/** What the fixtures make of a condition. */
export function said(condition: Float32Array): number {
  return condition.reduce((sum, value, i) => sum + value * (-0.1 + (0.2 * i) / (condition.length - 1)), 0);
}

/** The fixtures' denoiser: EDM's preconditioning around F = 0.4 x + 0.1 c_noise + `more`, one number or one per pixel. */
export function denoised(x: Float32Array, sigma: number, more: (pixel: number) => number): Float32Array {
  const sigmaData = 0.35;
  const variance = sigma ** 2 + sigmaData ** 2;
  const scale = 1 / Math.sqrt(variance);
  return x.map((value, i) => {
    const f = 0.4 * scale * value + 0.1 * (Math.log(sigma) / 4) + more(i);
    return (sigmaData ** 2 / variance) * value + sigma * sigmaData * scale * f;
  });
}

/** The pattern of a style of the fixture generator: one number for each row of the image. */
export function styleRows(style: Float32Array, layer: number): Float32Array {
  return Float32Array.from({ length: SIDE }, (_, row) =>
    style.reduce((sum, value, i) => sum + 0.2 * value * Math.cos(((layer + 1) * (i + 1) * (row + 1)) / 10), 0),
  );
}

/** The fixture VAE's orthonormal cosines: `[8][pixels]`. */
export function cosines(): Float64Array[] {
  const pixels = SIDE * SIDE;
  return Array.from({ length: 8 }, (_, k) => {
    const row = Float64Array.from({ length: pixels }, (_, i) => Math.cos((Math.PI * k * (i + 0.5)) / pixels));
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    return row.map((value) => value / length);
  });
}
