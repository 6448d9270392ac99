/** `specimen attributes`: the attributes of crops in a .npy file, so that training measures with the page's own code. */
import { readFile, writeFile } from 'node:fs/promises';
import type { CAC } from 'cac';
import { SpecimenError } from '../contract/errors.ts';
import { MATERIALS } from '../contract/materials.ts';
import { measureAttributes } from '../materials/attributes.ts';
import { decodeNpy } from './npy.ts';
import { oneOf, required } from './options.ts';

export function registerAttributes(cli: CAC): void {
  cli
    .command('attributes', 'Measure the attributes of crops in a .npy file')
    .option('--material <name>', `One of ${MATERIALS.join(', ')}`)
    .option('--in <file>', 'Crops [n, height, width], uint8 (0 to 255) or float32 (0 to 1)')
    .option('--out <file>', 'JSON file: one object for each crop')
    .action(async (options: Record<string, unknown>) => {
      const material = oneOf('material', options.material, MATERIALS);
      const { shape, data } = decodeNpy(await readFile(required('in', options.in)));
      const [count, height, width] = shape;
      if (shape.length !== 3 || !(width! >= 3 && height! >= 3)) {
        throw new SpecimenError(
          'BadRequest',
          `The array must have shape [n, height, width], not [${shape.join(', ')}].`,
        );
      }
      const pixels = height! * width!;
      const scale = data instanceof Uint8Array ? 1 / 255 : 1;
      const rows = Array.from({ length: count! }, (_, k) => {
        const grey = Float32Array.from(data.subarray(k * pixels, (k + 1) * pixels), (value) => value * scale);
        return measureAttributes(material, grey, width!, height!);
      });
      await writeFile(required('out', options.out), JSON.stringify(rows));
    });
}
