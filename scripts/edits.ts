/**
 * How well attribute edits do what they are asked, for docs/studio.md:
 *
 *     npm run edits -- [count [method …]]
 *
 * Each method changes one attribute of each of `count` simulated slices (default 64; rocks and fibers in turn, the attributes in
 * turn, up or down where there is more room) by a quarter of the attribute's range. Writes docs/edits.json: in how many the measured attribute moved as asked, how far
 * it went, and the SSIM to the slice before; and how DiffEdit's masks overlap what differs between two simulated slices.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { oneOf } from '../src/cli/options.ts';
import { createNodeEngine } from '../src/cli/source.ts';
import { askRanges } from '../src/contract/ranges.ts';
import { CHANGE_METHODS } from '../src/contract/edit.ts';
import { ATTRIBUTES, type Material } from '../src/contract/materials.ts';
import { measureAttributes } from '../src/materials/attributes.ts';
import { changedAttributes } from '../src/materials/change.ts';
import { simulate } from '../src/materials/simulate.ts';

const COUNT = Number(process.argv[2] ?? 64);
const named = process.argv.slice(3).map((method) => oneOf('method', method, CHANGE_METHODS));
const methods = named.length > 0 ? named : CHANGE_METHODS;
const OUT = new URL('../docs/edits.json', import.meta.url);
const SIDE = 64;
const SHARE = 0.25; // of the attribute's range
/** Chosen on slices of other seeds: enough to move the attribute, little enough to know the slice again. */
const SETTINGS: Record<(typeof CHANGE_METHODS)[number], { strength: number }> = {
  sdedit: { strength: 0.75 },
  diffedit: { strength: 0.8 },
  ledits: { strength: 0.7 },
  instruct: { strength: 0.7 },
};
const engine = createNodeEngine();
const card = await engine.card('ddpm-64');

const rows: ({ method: string } & Record<string, unknown>)[] = [];
for (const method of methods) {
  const row = { method, n: COUNT, right: 0, moved: 0, ssim: 0, ...SETTINGS[method] };
  const rightBy = { areaFraction: [0, 0], featureSize: [0, 0], noise: [0, 0] };
  for (let k = 0; k < COUNT; k++) {
    const name = ATTRIBUTES[k % 3]!;
    const material: Material = k % 2 === 0 ? 'rocks' : 'fibers';
    const seed = 800_000 + k;
    const grey = simulate(material, { seed, size: SIDE }).image;
    const before = measureAttributes(material, grey, SIDE, SIDE);
    const scale = card.conditions.attributes[material]!;
    const limits = askRanges(card, material, 'simulated')!;
    const { min, max } = scale[name];
    // Towards the farther end, so that there is room for the change.
    const by = before[name] < (min + max) / 2 ? SHARE : -SHARE;
    const attributes = changedAttributes([{ attribute: name, by }], before, { scale, limits });
    const image = { data: grey, count: 1, width: SIDE, height: SIDE };
    const request = { model: 'ddpm-64', material, look: 'simulated', method, image, mask: null, attributes } as const;
    const result = await engine.edit({ ...request, seed, count: 1, ...SETTINGS[method] });
    const change = (result.measured[0]![name] - before[name]) / (attributes[name]! - before[name]);
    rightBy[name][0]! += change > 0 ? 1 : 0;
    rightBy[name][1]!++;
    row.right += change > 0 ? 1 : 0;
    row.moved += change / COUNT;
    row.ssim += meanSsim(result.reports[0]!, result.mask) / COUNT;
  }
  rows.push({ ...row, rightBy });
  console.log(method, row.right / COUNT, row.moved.toFixed(2), row.ssim.toFixed(3), JSON.stringify(rightBy));
}

// Rows of methods that were not named are kept.
const kept = (JSON.parse(await readFile(OUT, 'utf8').catch(() => '{"rows":[]}')) as { rows: { method: string }[] })
  .rows;
const all = CHANGE_METHODS.map((method) => [...rows, ...kept].find((row) => row.method === method)).filter(Boolean);
await writeFile(OUT, JSON.stringify({ rows: all, overlap: await maskOverlap() }, null, 1));

/** Over the whole slice. */
function meanSsim(report: { ssimInside: number; ssimOutside: number | null }, mask: Float32Array | null): number {
  if (report.ssimOutside === null || mask === null) return report.ssimInside;
  const inside = mask.filter((share) => share > 0).length / mask.length;
  return inside * report.ssimInside + (1 - inside) * report.ssimOutside;
}

function iou(a: Float32Array, b: Float32Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    both += a[i]! * b[i]!;
    either += Math.max(a[i]!, b[i]!);
  }
  return both / either;
}

/** The same mask moved by half the picture: what overlap chance gives. */
function rolled(mask: Float32Array): Float32Array {
  return mask.map((_, i) => mask[(i + (SIDE / 2) * (SIDE + 1)) % mask.length]!);
}

/** Rocks with the same grains and more pores, and how the mask for “more pores” overlaps what differs between the two. */
async function maskOverlap(): Promise<{ n: number; iou: number; ofMovedMasks: number }> {
  const overlap = { n: Math.ceil(COUNT / 2), iou: 0, ofMovedMasks: 0 };
  for (let k = 0; k < overlap.n; k++) {
    const seed = 810_000 + k;
    const [grey, porous] = [0.12, 0.3].map(
      (areaFraction) => simulate('rocks', { seed, size: SIDE, areaFraction }).image,
    );
    const differs = grey!.map((value, i) => (Math.abs(value - porous![i]!) > 0.15 ? 1 : 0));
    const image = { data: grey!, count: 1, width: SIDE, height: SIDE };
    const attributes = measureAttributes('rocks', porous!, SIDE, SIDE);
    const request = { model: 'ddpm-64', material: 'rocks', look: 'simulated', method: 'diffedit', image } as const;
    const found = await engine.findMask({ ...request, mask: null, attributes, seed, count: 1, strength: 0.7 });
    overlap.iou += iou(found, differs) / overlap.n;
    overlap.ofMovedMasks += iou(rolled(found), differs) / overlap.n;
  }
  console.log(overlap);
  return overlap;
}
