/** `specimen measure`: two folders of images compared, as the Measure screen does. */
import type { CAC } from 'cac';
import { SpecimenError } from '../contract/errors.ts';
import { FITS, RANGES, type IntakeSettings } from '../contract/intake.ts';
import { MATERIALS } from '../contract/materials.ts';
import type { MeasureRequest } from '../contract/measure.ts';
import { readFolder, type FolderSet } from './folder.ts';
import { oneOf, realNumber, required, wholeNumber } from './options.ts';
import { ProgressLine } from './progress.ts';
import { inSentences } from './measureWords.ts';
import { createNodeEngine } from './source.ts';

export function registerMeasure(cli: CAC): void {
  cli
    .command('measure', 'Compare two folders of images')
    .option('--reference <folder>', 'Images to compare with: PNG, JPEG, TIFF or zip')
    .option('--synthetic <folder>', 'Images to be judged')
    .option('--pairs', 'Files of equal names belong together: measure SSIM, MS-SSIM, PSNR and the perceptual distance')
    .option('--material <name>', `Whose phase the physical descriptors look at: one of ${MATERIALS.join(', ')}`, {
      default: MATERIALS[0],
    })
    .option('--caption <sentence>', 'Also measure how well the synthetic images fit this sentence')
    .option('--size <px>', 'Side to which every image is brought', { default: 64 })
    .option('--fit <name>', `How: one of ${FITS.join(', ')}`, { default: FITS[0] })
    .option('--range <name>', `What becomes black and white: one of ${RANGES.join(', ')}`, { default: RANGES[0] })
    .option('--threshold <grey>', 'Grey level between the phases, 0 to 1 (default: Otsu’s of the reference)')
    .option('--bootstrap <n>', 'Resamples for the 95 % intervals', { default: 200 })
    .option('--seed <n>', 'Of the resamples and of random halves', { default: 1 })
    .option('--json', 'Print one JSON object instead of sentences')
    .action(run);
}

async function run(options: Record<string, unknown>): Promise<void> {
  const progress = new ProgressLine(options.json !== true);
  await compare(options, progress).finally(() => progress.end());
}

async function compare(options: Record<string, unknown>, progress: ProgressLine): Promise<void> {
  const material = oneOf('material', options.material, MATERIALS);
  const settings: IntakeSettings = {
    side: wholeNumber('size', options.size, 16, 2048),
    fit: oneOf('fit', options.fit, FITS),
    range: oneOf('range', options.range, RANGES),
  };
  const caption = options.caption === undefined ? null : required('caption', options.caption);
  const bootstrap = wholeNumber('bootstrap', options.bootstrap, 0, 10_000);
  const seed = wholeNumber('seed', options.seed, 0, 0xffffffff);
  const threshold = options.threshold === undefined ? undefined : realNumber('threshold', options.threshold);
  if (threshold !== undefined && !(threshold > 0 && threshold < 1)) {
    throw new SpecimenError('BadRequest', '--threshold takes a grey level between 0 and 1.');
  }
  const folders = [required('reference', options.reference), required('synthetic', options.synthetic)] as const;

  const reference = await readFolder('reference', folders[0], settings, progress);
  const synthetic = await readFolder('synthetic', folders[1], settings, progress);
  const pairs = options.pairs === true;
  if (pairs) requireEqualNames(reference, synthetic);
  const request: MeasureRequest = {
    material,
    reference: reference.images,
    synthetic: synthetic.images,
    pairs,
    caption,
    bootstrap,
    seed,
    ...(threshold !== undefined && { threshold }),
  };
  const result = await createNodeEngine().measure(request, {
    onProgress: (p) => p.stage === 'measure' && progress.show(p.what, p.done, p.total),
  });
  progress.end();

  const sets = { reference: describeSet(reference), synthetic: describeSet(synthetic) };
  const asked = { material, pairs, caption, bootstrap, seed, ...settings };
  if (options.json) console.log(JSON.stringify({ ...result, request: asked, sets }));
  else console.log(inSentences(result, sets));
}

const describeSet = ({ folder, taken, refused }: FolderSet) => ({ folder, taken, refused });

/** @throws SpecimenError `BadRequest` that names a file without its partner */
function requireEqualNames(reference: FolderSet, synthetic: FolderSet): void {
  const only = (a: FolderSet, b: FolderSet) => {
    const names = new Set(b.taken.map(({ name }) => name));
    return a.taken.filter(({ name }) => !names.has(name)).map(({ name }) => name);
  };
  for (const [a, b] of [
    [reference, synthetic],
    [synthetic, reference],
  ] as const) {
    const alone = only(a, b);
    if (alone.length === 0) continue;
    const others = alone.length === 1 ? '' : ` and ${alone.length - 1} more`;
    const refused = b.refused.find(({ name }) => name === alone[0]);
    throw new SpecimenError(
      'BadRequest',
      `--pairs takes files of equal names; ${alone[0]!}${others} of ${a.folder} ${alone.length === 1 ? 'has' : 'have'} no partner in ${b.folder}.${refused ? ` ${refused.name} there was left out: ${refused.why}` : ''}`,
    );
  }
}
