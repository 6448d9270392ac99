/**
 * How well attribute edits do what they are asked, for docs/studio.md:
 *
 *     npm run edits -- [count]
 *
 * Each method changes each attribute of `count` simulated slices (default 64; rocks and fibers in turn, the change up and down in
 * turn) by a quarter of the attribute's range. Writes docs/edits.json: in how many the measured attribute moved as asked, how far
 * it went, and the SSIM to the slice before; and how DiffEdit's masks overlap what differs between two simulated slices.
 */
import { writeFile } from 'node:fs/promises';
import { createNodeEngine } from '../src/cli/source.ts';
import { CHANGE_METHODS, type EditRequest } from '../src/contract/edit.ts';
import { ATTRIBUTES, type Material } from '../src/contract/materials.ts';
import { measureAttributes } from '../src/materials/attributes.ts';
import { changedAttributes } from '../src/materials/change.ts';
import { simulate } from '../src/materials/simulate.ts';

const COUNT = Number(process.argv[2] ?? 64);
const SIDE = 64;
const SHARE = 0.25; // of the attribute's range
/** Chosen on slices of other seeds: enough to move the attribute, little enough to know the slice again. */
const SETTINGS: Record<(typeof CHANGE_METHODS)[number], Partial<EditRequest> & { strength: number }> = {
  sdedit: { strength: 0.6 },
  diffedit: { strength: 0.7, guidance: 2 },
  ledits: { strength: 0.7, guidance: 2 },
  instruct: { strength: 0.7, guidance: 3, imageGuidance: 1 },
};
const engine = createNodeEngine();
const card = await engine.card('ddpm-64');

const rows = [];
for (const method of CHANGE_METHODS) {
  for (const name of ATTRIBUTES) {
    let right = 0;
    let moved = 0;
    let ssim = 0;
    for (let k = 0; k < COUNT; k++) {
      const material: Material = k % 2 === 0 ? 'rocks' : 'fibers';
      const seed = 700_000 + k;
      const grey = simulate(material, { seed, size: SIDE }).image;
      const before = measureAttributes(material, grey, SIDE, SIDE);
      const ranges = card.conditions.attributes[material]!;
      const { min, max } = ranges[name];
      // Towards the farther end, so that there is room for the change.
      const by = before[name] < (min + max) / 2 ? SHARE : -SHARE;
      const attributes = changedAttributes([{ attribute: name, by }], before, ranges);
      const image = { data: grey, count: 1, width: SIDE, height: SIDE };
      const request = { model: 'ddpm-64', material, look: 'simulated', method, image, mask: null, attributes } as const;
      const result = await engine.edit({ ...request, seed, count: 1, ...SETTINGS[method] });
      const change = (result.measured[0]![name] - before[name]) / (attributes[name]! - before[name]);
      if (change > 0) right++;
      moved += change / COUNT;
      ssim += meanSsim(result.reports[0]!, result.mask) / COUNT;
    }
    rows.push({ method, attribute: name, n: COUNT, right: right / COUNT, moved, ssim, ...SETTINGS[method] });
    console.log(method, name, (right / COUNT).toFixed(2), moved.toFixed(2), ssim.toFixed(3));
  }
}
await writeFile(new URL('../docs/edits.json', import.meta.url), JSON.stringify(rows, null, 1));

/** Over the whole slice. */
function meanSsim(report: { ssimInside: number; ssimOutside: number | null }, mask: Float32Array | null): number {
  if (report.ssimOutside === null || mask === null) return report.ssimInside;
  const inside = mask.filter((share) => share > 0).length / mask.length;
  return inside * report.ssimInside + (1 - inside) * report.ssimOutside;
}
