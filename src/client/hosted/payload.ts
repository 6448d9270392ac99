/** From a picture and a mask to the very bytes that are sent, and from what comes back to a picture of the old size. */
import { encode } from 'fast-png';
import { HOSTED_PIXELS } from '../../contract/edit.ts';
import { SpecimenError } from '../../contract/errors.ts';
import type { HostedCall, HostedPicture, MaskConvention } from '../../contract/hosted.ts';
import type { ImageBatch } from '../../contract/image.ts';
import { quantize } from '../../lib/png.ts';
import { resize } from '../../lib/resize.ts';
import { composite, greyOf, sliceOf } from '../../lib/slice.ts';
import type { ModelFacts, ProviderFacts } from './facts.ts';

/** OpenAI's models want both sides divisible by it; the others take what fits. */
const MULTIPLE = 16;
/** Longer over shorter side; OpenAI takes no more. */
const MAX_ASPECT = 3;

export interface Asked {
  operation: HostedCall['operation'];
  prompt: string;
  quality: HostedCall['quality'];
  picture: HostedPicture;
  /** `[height, width]`, above 0 where pixels are edited; only used by a masked edit. */
  mask: Float32Array | null;
}

/**
 * The size at which a picture is sent.
 * @throws SpecimenError `BadRequest` for pictures that are too long
 */
export function workingSize(width: number, height: number): { width: number; height: number } {
  if (Math.max(width, height) > MAX_ASPECT * Math.min(width, height)) {
    throw new SpecimenError(
      'BadRequest',
      `The picture is ${width}×${height} px, and hosted models take no more than 3:1; choose a part of it that is less long.`,
    );
  }
  const scale = Math.sqrt(HOSTED_PIXELS / (width * height));
  const side = (length: number) => Math.round((length * scale) / MULTIPLE) * MULTIPLE;
  return { width: side(width), height: side(height) };
}

/** The call exactly as it will be sent. @throws SpecimenError `BadRequest` where picture, mask or words do not allow it */
export function buildCall(provider: ProviderFacts, model: ModelFacts, asked: Asked): HostedCall {
  const { operation, picture, mask, quality } = asked;
  const prompt = model.promptless ? '' : asked.prompt.trim();
  if (prompt === '' && !model.promptless && operation !== 'vary') {
    throw new SpecimenError('BadRequest', 'Write what the picture shall show; this model needs words.');
  }
  if (operation === 'inpaint' && !mask?.some((value) => value > 0)) {
    throw new SpecimenError('BadRequest', 'Mask the part that shall change; a masked edit needs one.');
  }
  const size = workingSize(picture.width, picture.height);
  return {
    provider: provider.id,
    model: model.id,
    operation,
    prompt,
    quality: model.qualities ? quality : null,
    image: operation === 'generate' ? null : encodeGrey(picture, size),
    mask: operation === 'inpaint' ? encodeMask(mask!, picture, size, provider.mask) : null,
    ...size,
  };
}

/** 8-bit RGB, because not every service takes grey. */
function encodeGrey({ data, width, height }: HostedPicture, size: { width: number; height: number }): Uint8Array {
  const grey = quantize(resize(data, width, height, size.width, size.height), 8);
  const rgb = new Uint8Array(3 * grey.length);
  for (let i = 0; i < grey.length; i++) rgb.fill(grey[i]!, 3 * i, 3 * i + 3);
  return encode({ ...size, data: rgb, depth: 8, channels: 3 });
}

/** Two values only; a pixel is edited where the mask at its middle is above 0. */
function encodeMask(
  mask: Float32Array,
  { width, height }: HostedPicture,
  size: { width: number; height: number },
  convention: MaskConvention,
): Uint8Array {
  const alpha = convention === 'alpha';
  const channels = alpha ? 4 : 3;
  const data = new Uint8Array(channels * size.width * size.height);
  for (let y = 0, i = 0; y < size.height; y++) {
    const row = Math.floor(((y + 0.5) * height) / size.height) * width;
    for (let x = 0; x < size.width; x++, i++) {
      const edited = mask[row + Math.floor(((x + 0.5) * width) / size.width)]! > 0;
      if (edited !== alpha) data.fill(255, channels * i, channels * (i + 1));
    }
  }
  return encode({ ...size, data, depth: 8, channels });
}

export interface Returned {
  /** Of the old size; where there was a mask, kept pixels are those of the old picture, value by value. */
  picture: HostedPicture;
  /** By how much the service had changed the kept pixels, grey levels of 255; null without a mask. */
  kept: { mean: number; max: number } | null;
}

/**
 * What came back, at the size of the picture that was sent, with the known pixels put back.
 * @param old of 8 or 16 bits at heart: values in between those of 16 bits are rounded to them
 */
export function comeBack(result: ImageBatch, old: HostedPicture, mask: Float32Array | null): Returned {
  const { width, height } = old;
  const data = resize(result.data, result.width, result.height, width, height);
  if (!mask) return { picture: { data, width, height }, kept: null };
  const whole = { left: 0, top: 0, width, height };
  const mixed = greyOf(composite(sliceOf(old.data, width, height, 16), whole, data, mask));
  let [sum, max, count] = [0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i]! > 0) continue;
    const change = 255 * Math.abs(data[i]! - old.data[i]!);
    sum += change;
    max = Math.max(max, change);
    count++;
  }
  return { picture: { data: mixed, width, height }, kept: { mean: count > 0 ? sum / count : 0, max } };
}
