/** The extractor in a real browser: WebGPU against WASM. */
import { expect, test } from 'vitest';
import { Extractors } from '../../src/engine/extractors.ts';
import { Loader } from '../../src/engine/loader.ts';
import { HttpSource, Library } from '../../src/engine/weights.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { MemoryCache } from '../../src/store/cache.ts';

test('gives the same features, distances and caption scores on WebGPU as on WASM', async () => {
  const library = new Library(new HttpSource('/models/'), new MemoryCache());
  const slices = [31, 32].map((seed) => simulate('rocks', { seed, size: 64 }));
  const batch = (k: number) => ({ data: slices[k]!.image, count: 1, height: 64, width: 64 });
  const measure = async (preference: 'webgpu' | 'wasm') => {
    const extractors = new Extractors(library, new Loader(library, new MemoryCache(), null));
    const { extractor, backend } = await extractors.own({ preference, onProgress: () => undefined });
    expect(backend.backend).toBe(preference);
    return [
      await extractor.features(batch(0)),
      await extractor.perceptual(batch(0), batch(1)),
      await extractor.captionScore(batch(0), slices[0]!.caption),
    ];
  };
  const [wasm, webgpu] = [await measure('wasm'), await measure('webgpu')];
  for (const [k, values] of wasm.entries()) {
    expect(values.some((value) => Math.abs(value) > 0.1)).toBe(true);
    const worst = Math.max(...values.map((value, i) => Math.abs(value - webgpu[k]![i]!)));
    expect(worst).toBeLessThan(1e-3);
  }
}, 120_000);
