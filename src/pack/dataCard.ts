/** `DATACARD.md` of a saved set: what somebody who finds the files has to know before they train anything with them. */
import type { KeptRun } from '../contract/kept.ts';
import { THRESHOLDS } from '../materials/attributes.ts';
import type { Metadata } from './metadata.ts';

const PHASES = { rocks: 'pore', fibers: 'fiber', roots: 'root' } as const;

export function dataCard(metadata: Metadata, runs: readonly KeptRun[]): string {
  const slices = runs.reduce((sum, run) => sum + run.slices.length, 0);
  const sizes = [...new Set(runs.map(({ width, height }) => `${width} × ${height}`))];
  const materials = [...new Set(runs.map(({ request }) => request.material))];
  const tiff = metadata.files === 'tiff';
  return `# SYNTHETIC images: not measured by any instrument

This set holds ${slices} images that generative models drew. **No image shows a real specimen.** Do not publish, cite or evaluate
them as measurements, and name them as synthetic wherever they are used.

- Made with: Specimen ${metadata.page}, saved ${metadata.saved.slice(0, 10)}
- Images: ${slices}, ${sizes.join(' and ')} pixels, ${tiff ? '16 bit grey, one TIFF stack for each run' : '8 bit grey, one PNG each'}; black is 0
- Materials: ${materials.join(', ')}

## Runs

| run | name | material, look | model | version | weights’ licence | seed | images |
| --- | --- | --- | --- | --- | --- | --- | --- |
${runs.map((run, index) => rowOf(run, index)).join('\n')}

\`metadata.json\` holds for every run the whole request, and for every image its seed, the attributes that were asked for and those
measured in its pixels: \`areaFraction\` is the share of the mask’s phase, 0 to 1; \`featureSize\` the mean linear intercept in pixels, of
the fibers or roots, but in rocks of the solid and not of the pores; \`noise\` a standard deviation in grey from 0 to 1. How large a
pixel is in a specimen is not known. With the same model (its \`hash\`) the same request draws the same images again. Specimen’s gallery reads
this zip as it is.

## Masks

${metadata.masks} ${materials.map((material) => thresholdOf(material)).join(' ')}
${tiff ? '' : 'They are made from the pixels before these are rounded to 8 bit. '}A network that is trained on them learns this threshold with the noise of these images, and nothing better than it.

## Load

\`\`\`python
${tiff ? LOAD_TIFF : LOAD_PNG}
\`\`\`

There is no split into training and test images: choose one, and keep slices of one run on one side of it. Always test on real,
measured images.

## Licence

The weights of each model are under the licence in the table; a licence such as MIT puts no terms on what a model draws. Whoever
made this set decides on the terms of these images.

## Limits

The models are small. They repeat the biases of what they were trained on, and their images can lack rare structures. How close
they come is measured in the documentation of Specimen for each model.
`;
}

function rowOf({ name, request, model, slices }: KeptRun, index: number): string {
  const cells = [
    String(index + 1),
    name,
    `${request.material}, ${request.look}`,
    model.name,
    model.version,
    model.licence,
    String(request.seed),
    String(slices.length),
  ];
  return `| ${cells.map(plain).join(' | ')} |`;
}

/** Words of a visitor as text, not as markup. */
const plain = (text: string) =>
  text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>#|!]/g, (character) => `\\${character}`);

function thresholdOf(material: keyof typeof THRESHOLDS): string {
  const side = material === 'rocks' ? 'below' : 'at or above';
  return `In ${material}: ${PHASES[material]} is ${side} grey ${THRESHOLDS[material]} of 1.`;
}

const LOAD_PNG = `# pip install pillow numpy
from pathlib import Path
import numpy as np
from PIL import Image

def read(folder):
    return [np.asarray(Image.open(path)) for path in sorted(Path(folder).glob("*.png"))]

images = [image.astype("float32") / 255 for image in read("images")]
masks = [mask > 0 for mask in read("masks")]`;

const LOAD_TIFF = `# pip install tifffile numpy
from pathlib import Path
import numpy as np
import tifffile

def read(folder):
    # [slices, height, width] for each run
    return [tifffile.imread(path).reshape(-1, *tifffile.imread(path).shape[-2:]) for path in sorted(Path(folder).glob("*.tif"))]

images = [stack.astype("float32") / 65535 for stack in read("images")]
masks = [stack > 0 for stack in read("masks")]`;
