/** Reading a visitor's slices at every size that a model draws. */
import { takeIn, type IntakeCall } from '../../client/intake.ts';
import type { Fit, InputFile, RefusedFile } from '../../contract/intake.ts';
import type { OwnSlice } from './studyPrepare.ts';

/**
 * @param sides px, that models draw
 * @returns slices in the order of the files' names; one that is too small for some of the sides lacks those
 * @throws SpecimenError `WorkerCrashed` where the memory was too small; Cancelled
 */
export async function readOwn(
  files: InputFile[],
  sides: readonly number[],
  fit: Fit,
  call: IntakeCall,
): Promise<{ slices: OwnSlice[]; refused: RefusedFile[] }> {
  const found = new Map<string, OwnSlice>();
  const refused = new Map<string, RefusedFile>();
  for (const side of sides.toSorted((a, b) => a - b)) {
    // Each file's own least and greatest grey become black and white, because scans use their number types in many ways.
    const read = await takeIn(files, { side, fit, range: 'stretch' }, call);
    for (const [k, { name }] of read.taken.entries()) {
      const slice = found.get(name) ?? new Map<number, Float32Array>();
      slice.set(side, read.images!.data.slice(k * side * side, (k + 1) * side * side));
      found.set(name, slice);
    }
    for (const file of read.refused) if (!found.has(file.name)) refused.set(file.name, file);
  }
  return { slices: [...found.values()], refused: [...refused.values()] };
}
