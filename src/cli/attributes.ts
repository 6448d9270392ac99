/** `specimen attributes`: the attributes of crops in a .npy file, so that training measures with the page's own code. */
import { readFile, writeFile } from 'node:fs/promises';
import type { CAC } from 'cac';
import { SpecimenError } from '../contract/errors.ts';
import { MATERIALS } from '../contract/materials.ts';
import { measureAttributes } from '../materials/attributes.ts';
import { decodeNpy } from './npy.ts';
import { requireFile } from './faults.ts';
import { oneOf, required } from './options.ts';

export function registerAttributes(cli: CAC): void {
  cli
    .command('attributes', 'Measure the attributes of crops in a .npy file')
    .option('--material <name>', `One of ${MATERIALS.join(', ')}`)
    .option('--in <file>', 'Crops [n, height, width], uint8 (0 to 255) or float32 (0 to 1)')
    .option('--out <file>', 'JSON file: one object for each crop')
    .action(async (options: Record<string, unknown>) => {
      const material = oneOf('material', options.material, MATERIALS);
      const out = required('out', options.out);
      const file = required('in', options.in);
      await requireFile(file);
      const { shape, data } = decodeNpy(await readFile(file));
      const [count, height, width] = shape;
      if (shape.length !== 3 || !(width! >= 3 && height! >= 3)) {
        throw new SpecimenError(
          'BadRequest',
          `The array must have shape [n, height, width], at least 3 px each way, not [${shape.join(', ')}].`,
        );
      }
      const pixels = height! * width!;
      const scale = data instanceof Uint8Array ? 1 / 255 : 1;
      const rows = Array.from({ length: count! }, (_, k) => {
        const grey = Float32Array.from(data.subarray(k * pixels, (k + 1) * pixels), (value) => value * scale);
        // Written so that NaN fails.
        if (!grey.every((value) => value >= 0 && value <= 1)) {
          throw new SpecimenError(
            'BadRequest',
            `The crop of index ${k} holds values that are not between 0 and 1; bring them there (divide by 255?), or give uint8.`,
          );
        }
        return measureAttributes(material, grey, width!, height!);
      });
      await writeFile(out, JSON.stringify(rows));
    });
}
