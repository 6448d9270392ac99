/**
 * Fills the same hole in many crops with each inpainting method, for training/evaluate_inpainting.py:
 *
 *     npm run repairs -- CROPS.npy MASK.npy rocks-real OUT [method …]
 *
 * CROPS is uint8 `[n, h, w]`, MASK uint8 `[h, w]` with 255 where the hole is. The hole is grey before any method sees it.
 * Writes OUT/<method>.npy, float32 `[n, h, w]` in [0, 1], and OUT/<method>.json with the time and the network calls of a crop.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeNpy, encodeNpy } from '../src/cli/npy.ts';
import { oneOf } from '../src/cli/options.ts';
import { createNodeEngine } from '../src/cli/source.ts';
import { INPAINT_METHODS } from '../src/contract/edit.ts';
import { LOOKS, MATERIALS } from '../src/contract/materials.ts';

const [cropsFile, maskFile, name, out, ...asked] = process.argv.slice(2);
if (!cropsFile || !maskFile || !name || !out)
  throw new Error('Name the crops, the mask, the material with its look, and a folder.');
const [material, look] = [oneOf('material', name.split('-')[0], MATERIALS), oneOf('look', name.split('-')[1], LOOKS)];
const methods = asked.length > 0 ? asked.map((method) => oneOf('method', method, INPAINT_METHODS)) : INPAINT_METHODS;

const crops = decodeNpy(await readFile(cropsFile));
const hole = decodeNpy(await readFile(maskFile));
const [count, height, width] = crops.shape as [number, number, number];
const size = height * width;
const mask = Float32Array.from(hole.data, (value) => value / 255);
const engine = createNodeEngine();
await mkdir(out, { recursive: true });
for (const method of methods) {
  const filled = new Float32Array(count * size);
  let milliseconds = 0;
  let networkCalls = 0;
  for (let k = 0; k < count; k++) {
    const grey = Float32Array.from(mask, (share, i) => (share > 0 ? 0.5 : crops.data[k * size + i]! / 255));
    const image = { data: grey, count: 1, height, width };
    const request = { model: 'ddpm-64', material, look, method, image, mask } as const;
    const { images, timing } = await engine.edit({ ...request, seed: 1 + k, count: 1, attributes: {}, strength: 1 });
    filled.set(images.data, k * size);
    milliseconds += timing.sampleMs / count;
    networkCalls = timing.networkCalls;
  }
  await writeFile(join(out, `${method}.npy`), encodeNpy({ shape: [count, height, width], data: filled }));
  await writeFile(join(out, `${method}.json`), JSON.stringify({ milliseconds, networkCalls }));
  console.log(`${method}: ${networkCalls} network calls, ${milliseconds.toFixed(0)} ms a crop`);
}
