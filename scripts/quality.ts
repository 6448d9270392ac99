/**
 * Quality of ddpm-64's rocks against network calls, for the chart in docs/lab.md:
 *
 *     npm run quality -- training/data/rocks-real-heldout/images.npy
 *
 * Each sampler draws the same seeds at several numbers of steps; their Fréchet distance with the project's own extractor is
 * taken to crops that no model was trained on. Writes docs/quality.json and docs/images/quality.svg. Names of samplers after
 * the file measure these alone; rows that are there already are kept, so that a long run can be split.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { decodeNpy } from '../src/cli/npy.ts';
import { createNodeEngine } from '../src/cli/source.ts';
import type { ImageBatch } from '../src/contract/image.ts';
import type { SamplerName } from '../src/contract/request.ts';

const COUNT = Number(process.env['COUNT'] ?? 64);
const BATCH = 64;
const DOCS = new URL('../docs/', import.meta.url);
const PLAN: { sampler: SamplerName; label: string; steps: number[] }[] = [
  { sampler: 'dpmpp2m', label: 'DPM-Solver++ (2M)', steps: [4, 6, 10, 15, 20, 24] },
  { sampler: 'heun', label: 'Heun (EDM)', steps: [3, 5, 8, 10, 18] },
  { sampler: 'euler', label: 'Euler', steps: [5, 10, 20] },
  { sampler: 'ddpm', label: 'DDPM (ancestral)', steps: [20, 50, 200] },
];

interface Row {
  sampler: SamplerName;
  label: string;
  steps: number;
  calls: number;
  frechet: number;
  porosity: number;
  twoPoint: number;
}

const engine = createNodeEngine();

async function draw(sampler: SamplerName, steps: number): Promise<{ images: ImageBatch; calls: number }> {
  const data = new Float32Array(COUNT * 4096);
  let calls = 0;
  for (let first = 0; first < COUNT; first += BATCH) {
    const count = Math.min(BATCH, COUNT - first);
    const request = { model: 'ddpm-64', material: 'rocks', look: 'real', attributes: {} } as const;
    const { images, timing } = await engine.sample({ ...request, count, seed: 1 + first, sampler, steps });
    data.set(images.data, first * 4096);
    calls = timing.networkCalls / Math.ceil(count / 2); // two slices a call on WebAssembly
  }
  return { images: { data, count: COUNT, width: 64, height: 64 }, calls };
}

function measure(reference: ImageBatch, synthetic: ImageBatch) {
  return engine.measure({
    material: 'rocks',
    reference,
    synthetic,
    pairs: false,
    caption: null,
    bootstrap: 0,
    seed: 1,
  });
}

/** Lines over a logarithmic axis of calls, with names at their right ends. */
function chart(rows: Row[], floor: number): string {
  const [width, height] = [720, 400];
  const x = scaleLog([3.5, 230], [64, 690]);
  const values = [floor, ...rows.map(({ frechet }) => frechet)];
  const y = scaleLog([Math.min(...values) / 1.3, Math.max(...values) * 1.3], [height - 48, 16]);
  const path = line<Row>(
    ({ calls }) => x(calls),
    ({ frechet }) => y(frechet),
  );
  const text = (at: [number, number], words: string, anchor = 'start') =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  const series = PLAN.map(({ sampler, label }, i) => {
    const points = rows.filter((row) => row.sampler === sampler).sort((a, b) => a.calls - b.calls);
    const colour = ['#0b7a75', '#1c1c1e', '#8a8a8d', '#a3271f'][i]!;
    const dots = points.map(
      (row) => `<circle cx="${x(row.calls).toFixed(1)}" cy="${y(row.frechet).toFixed(1)}" r="3.5" fill="${colour}"/>`,
    );
    const stroke = `<path d="${path(points)}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`;
    // A key, because three of the lines end at one place.
    const key = `<line x1="400" x2="428" y1="${30 + 20 * i}" y2="${30 + 20 * i}" stroke="${colour}" stroke-width="2"/>`;
    return stroke + key + text([436, 34 + 20 * i], label);
  });
  const yTicks = [10, 30, 100, 300, 1000, 3000]
    .filter((at) => at >= y.domain()[0]! && at <= y.domain()[1]!)
    .map(
      (at) =>
        `<line x1="64" x2="690" y1="${y(at)}" y2="${y(at)}" stroke="#dcdcda"/>${text([56, y(at) + 4], String(at), 'end')}`,
    );
  const xTicks = [5, 10, 20, 50, 100, 200].map((at) => text([x(at), height - 28], String(at), 'middle'));
  const line0 = `<line x1="64" x2="690" y1="${y(floor)}" y2="${y(floor)}" stroke="#8a8a8d" stroke-dasharray="2 3"/>${text([68, y(floor) - 6], 'real against real')}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#1c1c1e"><rect width="${width}" height="${height}" fill="#ffffff"/>${yTicks.join('')}${xTicks.join('')}${text([377, height - 8], 'network calls for a slice', 'middle')}${line0}${series.join('')}</svg>\n`;
}

const [file, ...only] = process.argv.slice(2);
if (file === undefined) throw new Error('Name the .npy file with held-out crops, uint8 [n, 64, 64].');
const held = decodeNpy(new Uint8Array(await readFile(file)));
const grey = Float32Array.from(held.data, (value) => value / 255);
const crops = (first: number): ImageBatch => ({
  data: grey.subarray(first * 4096, (first + COUNT) * 4096),
  count: COUNT,
  width: 64,
  height: 64,
});
const reference = crops(0);
const real = await measure(reference, crops(COUNT));
const JSON_FILE = new URL('quality.json', DOCS);

/** What is known so far for this N; other processes may have added to it. */
async function known(): Promise<Row[]> {
  const text = await readFile(JSON_FILE, 'utf8').catch(() => null);
  const found = text === null ? null : (JSON.parse(text) as { n: number; version: string; rows: Row[] });
  return found?.n === COUNT && found.version === version ? found.rows : [];
}

const { version } = await engine.card('ddpm-64');
for (const { sampler, label, steps } of PLAN) {
  if (only.length > 0 && !only.includes(sampler)) continue;
  for (const count of steps) {
    if ((await known()).some((row) => row.sampler === sampler && row.steps === count)) continue;
    const { images, calls } = await draw(sampler, count);
    const { frechet, descriptors } = await measure(reference, images);
    const { mean: porosity } = descriptors.areaFraction.synthetic as { mean: number };
    const twoPoint = descriptors.twoPoint.value!; // rocks always hold pores
    const row: Row = { sampler, label, steps: count, calls, frechet: frechet!.value, porosity, twoPoint };
    console.log(JSON.stringify(row));
    const rows = [...(await known()), row];
    const { extractor, value: realAgainstReal } = real.frechet!;
    const result = { model: 'ddpm-64', version, material: 'rocks', n: COUNT, extractor, realAgainstReal, rows };
    await writeFile(JSON_FILE, JSON.stringify(result, null, 1) + '\n');
  }
}

const complete = await known();
if (PLAN.every(({ sampler }) => complete.some((row) => row.sampler === sampler))) {
  await writeFile(new URL('images/quality.svg', DOCS), chart(complete, real.frechet!.value));
}
