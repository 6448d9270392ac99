/**
 * How near inpainting comes to the exact distribution of Gaussian data, for docs/studio.md, whose table it writes:
 *
 *     npm run closed-form
 */
import { readFile, writeFile } from 'node:fs/promises';
import { replacement, type Inpainter } from '../src/engine/diffusion/inpaint.ts';
import { agreement, measure, repaintTimes } from '../tests/support/inpainting.ts';

const COUNT = 2000; // fills of each image
const PLAN: [label: string, inpaint: Inpainter, steps: number[]][] = [
  ['replacement (RePaint, U = 1)', replacement, [20, 39, 200]],
  ['RePaint, U = 2', repaintTimes(2), [20]],
  ['RePaint, U = 5', repaintTimes(5), [20, 100]],
  ['RePaint, U = 10', repaintTimes(10), [20, 100]],
  ['posterior', agreement, [10, 20, 48, 100]],
];

const lines = ['| method | steps | network calls | mean error | covariance error |', '| --- | --- | --- | --- | --- |'];
for (const [label, inpaint, all] of PLAN) {
  for (const steps of all) {
    const { calls, mean, covariance } = await measure(inpaint, steps, COUNT);
    lines.push(`| ${label} | ${steps} | ${calls} | ${mean.toFixed(3)} | ${covariance.toFixed(3)} |`);
    console.log(lines.at(-1));
  }
}
const DOCUMENT = new URL('../docs/studio.md', import.meta.url);
const text = await readFile(DOCUMENT, 'utf8');
const mark = /(<!-- closed form -->\n)[^]*?(<!-- end -->)/;
if (!mark.test(text)) throw new Error('docs/studio.md has no mark <!-- closed form -->.');
await writeFile(DOCUMENT, text.replace(mark, `$1\n${lines.join('\n')}\n\n$2`));
