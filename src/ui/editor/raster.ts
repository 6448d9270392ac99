/** From an operation to the pixels it changes. */
import type { Region } from '../../lib/slice.ts';
import { strokeRegion, sweep } from './brush.ts';
import { feather, grow, shrink } from './distance.ts';
import type { Operation } from './operations.ts';
import { fillPolygon, polygonRegion } from './polygon.ts';
import { clipped, padded, whole, type Size } from './region.ts';
import { decodeRuns } from './runs.ts';
import { selectFlood, selectLine, type GreyPicture, type Selection } from './select.ts';

/** What an operation will do: the caller may look at, or keep, the region before it is written. */
export interface Job {
  region: Region;
  write: () => void;
}

/**
 * @param mask of the picture's size, coverage 0 to 255
 * @param box around all that the mask covers, null when it covers nothing
 * @returns null when the operation touches no pixel
 * @throws Error for an imported mask that is not of the picture's size
 */
export function plan(operation: Operation, mask: Uint8Array, box: Region | null, picture: GreyPicture): Job | null {
  const size: Size = { width: picture.width, height: picture.height };
  const job = (region: Region | null, write: (region: Region) => void): Job | null =>
    region && { region, write: () => write(region) };
  switch (operation.kind) {
    case 'stroke':
      return job(strokeRegion(size, operation, operation.points), () => sweep(mask, size, operation, operation.points));
    case 'rectangle': {
      const { left, top, width, height, erase } = operation;
      return job(clipped(size, left, top, left + width, top + height), (region) =>
        fillRows(mask, size, region, erase ? 0 : 255),
      );
    }
    case 'polygon':
    case 'lasso': {
      const { kind, points, erase } = operation;
      const rule = kind === 'polygon' ? 'evenodd' : 'nonzero';
      return job(polygonRegion(size, points), () => fillPolygon(mask, size, points, rule, erase ? 0 : 255));
    }
    case 'flood':
    case 'line': {
      const selection = select(operation, picture);
      return job(selection?.region ?? null, () => setSelected(mask, size, selection!, operation.erase ? 0 : 255));
    }
    case 'import': {
      const imported = decodeRuns(operation.runs, mask.length);
      return job(whole(size), () => combine(mask, imported, operation.how));
    }
    case 'invert':
      return job(whole(size), () => {
        for (let i = 0; i < mask.length; i++) mask[i] = 255 - mask[i]!;
      });
    case 'clear':
      return job(box, (region) => fillRows(mask, size, region, 0));
    case 'grow':
      return job(box && padded(size, box, Math.floor(operation.radius)), (region) =>
        grow(mask, size, region, operation.radius),
      );
    case 'shrink':
      return job(box, (region) => shrink(mask, size, region, operation.radius));
    case 'feather':
      return job(box && padded(size, box, Math.ceil(operation.radius)), (region) =>
        feather(mask, size, region, operation.radius),
      );
  }
}

/** What an operation that looks at grey values finds, whatever the mask. */
export function select(
  operation: Extract<Operation, { kind: 'flood' | 'line' }>,
  picture: GreyPicture,
): Selection | null {
  return operation.kind === 'flood' ? selectFlood(picture, operation) : selectLine(picture, operation);
}

function fillRows(mask: Uint8Array, size: Size, { left, top, width, height }: Region, value: number): void {
  for (let y = top; y < top + height; y++) mask.fill(value, y * size.width + left, y * size.width + left + width);
}

function setSelected(mask: Uint8Array, size: Size, { region, inside }: Selection, value: number): void {
  for (let y = region.top; y < region.top + region.height; y++) {
    const row = y * size.width;
    for (let at = row + region.left; at < row + region.left + region.width; at++) if (inside[at]) mask[at] = value;
  }
}

function combine(mask: Uint8Array, other: Uint8Array, how: 'replace' | 'add' | 'subtract'): void {
  if (how === 'replace') mask.set(other);
  else if (how === 'add') for (let i = 0; i < mask.length; i++) mask[i] = Math.max(mask[i]!, other[i]!);
  else for (let i = 0; i < mask.length; i++) mask[i] = Math.min(mask[i]!, 255 - other[i]!);
}
