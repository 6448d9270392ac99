/** What a PNG unpacks to, measured before the library unpacks all of it at once. */
import { Unzlib } from 'fflate';

/** Bytes unpacked at a time: deflate makes a thousand times as many of them at most. */
const PART = 4096;
const SIGNATURE = 8;
/** Length, type and checksum of a chunk. */
const FRAME = 12;
/** Channels by colour type (PNG, chunk IHDR). */
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * The file without its colour profile, which is packed as well and not used here.
 * @throws Error when its pixels unpack to more than their number says
 */
export function bounded(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const most = pixelBytes(view);
  let unpacked = 0;
  const inflate = new Unzlib((part) => {
    unpacked += part.length;
    if (unpacked > most) throw new Error('more than its pixels');
  });
  const kept = [bytes.subarray(0, SIGNATURE)];
  for (let at = SIGNATURE, next; at + FRAME <= bytes.length; at = next) {
    const length = view.getUint32(at);
    next = Math.min(at + FRAME + length, bytes.length);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'IDAT') {
      for (let from = at + 8; from < next - 4; from += PART)
        inflate.push(bytes.subarray(from, Math.min(from + PART, next - 4)));
    }
    if (type !== 'iCCP') kept.push(bytes.subarray(at, next));
  }
  const out = new Uint8Array(kept.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of kept) {
    out.set(part, end);
    end += part.length;
  }
  return out;
}

/** At most this many bytes of rows, each with its filter; interlaced in seven passes there are fewer than twice as many. */
function pixelBytes(view: DataView): number {
  if (view.byteLength < SIGNATURE + 8 + 13) return 0;
  const [width, height, depth] = [view.getUint32(16), view.getUint32(20), view.getUint8(24)];
  const row = 1 + Math.ceil((width * depth * (CHANNELS[view.getUint8(25)] ?? 0)) / 8);
  return 2 * height * row + 64;
}
