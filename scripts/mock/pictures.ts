/** The pictures that the practice server sends back, and what it thinks of the masks that it gets. */
import { decode, encode, type DecodedPng } from 'fast-png';
import { simulate } from '../../src/materials/simulate.ts';

/** Side of the slice that is tiled over whatever is asked for, px. */
const TILE = 128;
/** Grey levels by which kept pixels come back changed: real services do not keep them either. */
const DRIFT = 6;

export interface MaskReport {
  convention: 'alpha' | 'white';
  /** Share of the pixels that are to be edited. */
  edited: number;
  isEdited: (pixel: number) => boolean;
}

export function decodePicture(bytes: Uint8Array): DecodedPng {
  const png = decode(bytes, { checkCrc: true });
  if (png.depth !== 8) throw new Error('only 8-bit pictures are read');
  return png;
}

/**
 * Reads a mask in a service's convention.
 * @throws Error with a sentence when it does not fit the picture or holds anything but two values
 */
export function readMask(image: DecodedPng, mask: DecodedPng, convention: 'alpha' | 'white'): MaskReport {
  const { channels, data, width, height } = mask;
  if (width !== image.width || height !== image.height) throw new Error('the mask has another size than the picture');
  const hasAlpha = channels === 2 || channels === 4;
  if (convention === 'alpha' && !hasAlpha) throw new Error('the mask has no alpha channel');
  if (convention === 'white' && hasAlpha) throw new Error('the mask must be black and white without transparency');
  const value = (pixel: number) => data[pixel * channels + (convention === 'alpha' ? channels - 1 : 0)]!;
  const editedValue = convention === 'alpha' ? 0 : 255;
  let edited = 0;
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (value(pixel) !== 0 && value(pixel) !== 255) throw new Error('the mask holds values between its two');
    if (value(pixel) === editedValue) edited++;
  }
  if (edited === 0) throw new Error('the mask edits nothing');
  if (edited === width * height) throw new Error('the mask keeps nothing');
  return { convention, edited: edited / (width * height), isEdited: (pixel) => value(pixel) === editedValue };
}

const slices: Float32Array[] = [];

/** A slice of simulated rock; each call gives the next of four. */
function slice(turn: number): Float32Array {
  const seed = turn % 4;
  return (slices[seed] ??= simulate('rocks', { seed, size: TILE }).image);
}

/** A picture from nothing: rock. @param haze 0 to 1, how far it still is from done */
export function freshPicture(turn: number, haze = 0): Uint8Array {
  const grey = slice(turn);
  const data = Uint8Array.from(grey, (value) => Math.round(255 * (value * (1 - haze) + 0.5 * haze)));
  return encode({ width: TILE, height: TILE, data, depth: 8, channels: 1 });
}

/** The picture that was sent, rock in its masked part (or blended over all of it), and its kept pixels not quite kept. */
export function editedPicture(image: DecodedPng, mask: MaskReport | null, turn: number, haze = 0): Uint8Array {
  const { width, height, channels } = image;
  const rock = slice(turn);
  const data = new Uint8Array(width * height);
  for (let pixel = 0; pixel < data.length; pixel++) {
    const old = image.data[pixel * channels]!;
    const x = (pixel % width) % TILE;
    const y = Math.floor(pixel / width) % TILE;
    const made = rock[y * TILE + x]! * 255 * (1 - haze) + 127 * haze;
    const changed = mask === null ? (old + made) / 2 : made;
    data[pixel] = mask === null || mask.isEdited(pixel) ? changed : Math.min(255, old + DRIFT);
  }
  return encode({ width, height, data, depth: 8, channels: 1 });
}
