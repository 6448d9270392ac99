/** Where the picture lies in the field that shows it, and how large. Lengths on the screen are in CSS pixels. */
import type { Region } from '../../lib/slice.ts';
import type { Point } from './operations.ts';
import { clipped, type Size } from './region.ts';

export interface View {
  scale: number; // of the screen, per pixel of the picture
  /** Where the picture's left top corner is on the screen. */
  x: number;
  y: number;
}

/** The field, and how many pixels of the device make one of its own. */
export interface Field extends Size {
  density: number;
}

/** Picture pixels are shown at most this large. */
const LARGEST = 64;
/** The picture is shown at least this large, as a share of the size at which it just fits. */
const SMALLEST = 0.5;

/** The whole picture in the middle, as large as fits. */
export function fit(picture: Size, field: Field): View {
  const scale = Math.min(LARGEST, crisp(fitting(picture, field), field, Math.floor));
  const x = (field.width - scale * picture.width) / 2;
  const y = (field.height - scale * picture.height) / 2;
  return settled({ scale, x, y }, picture, field);
}

/**
 * Zooms so that the point of the picture under `at` stays there, unless the picture would leave the field.
 * @param scale wanted; it is kept within limits
 */
export function zoomTo(view: View, scale: number, at: Point, picture: Size, field: Field): View {
  const least = Math.min(crisp(SMALLEST * fitting(picture, field), field, Math.ceil), LARGEST);
  const bounded = Math.min(LARGEST, Math.max(least, scale));
  const { x, y } = toPicture(view, at);
  return settled({ scale: bounded, x: at.x - x * bounded, y: at.y - y * bounded }, picture, field);
}

/** One step in or out, to another size at which pixels are crisp. */
export function zoomStep(view: View, direction: 1 | -1, at: Point, picture: Size, field: Field): View {
  const wanted = view.scale * 1.25 ** direction;
  const scale = crisp(wanted, field, direction > 0 ? Math.ceil : Math.floor);
  return zoomTo(view, scale, at, picture, field);
}

/** Zooms to the size nearest to the wanted one at which every pixel of the picture is equally wide on the device. */
export function zoomCrisp(view: View, scale: number, at: Point, picture: Size, field: Field): View {
  return zoomTo(view, crisp(scale, field, Math.round), at, picture, field);
}

export function moved(view: View, dx: number, dy: number, picture: Size, field: Field): View {
  return settled({ ...view, x: view.x + dx, y: view.y + dy }, picture, field);
}

/** The view moved as little as shows the point, with a margin. */
export function revealing(view: View, point: Point, picture: Size, field: Field): View {
  const { x, y } = toScreen(view, point);
  const by = (at: number, length: number) => {
    const margin = Math.min(24, length / 4);
    return Math.max(0, margin - at) + Math.min(0, length - margin - at);
  };
  return moved(view, by(x, field.width), by(y, field.height), picture, field);
}

export function toPicture({ scale, x, y }: View, point: Point): Point {
  return { x: (point.x - x) / scale, y: (point.y - y) / scale };
}

export function toScreen({ scale, x, y }: View, point: Point): Point {
  return { x: x + scale * point.x, y: y + scale * point.y };
}

/** What a region of the picture may touch on the screen, in whole pixels; null when it is out of sight. */
export function shownRegion(view: View, region: Region, field: Field): Region | null {
  const { x, y } = toScreen(view, { x: region.left, y: region.top });
  return clipped(field, x, y, x + view.scale * region.width, y + view.scale * region.height);
}

const fitting = (picture: Size, field: Field) => Math.min(field.width / picture.width, field.height / picture.height);

/** Enlarged pixels are whole numbers of device pixels; reduced pictures may have any size. */
function crisp(scale: number, { density }: Field, round: (value: number) => number): number {
  return scale * density <= 1 ? scale : Math.max(1, round(scale * density)) / density;
}

/** Keeps half of the picture, or of the field where that is smaller, in sight, and pixels on the device's grid. */
function settled({ scale, x, y }: View, picture: Size, { density, ...field }: Field): View {
  const bound = (at: number, shown: number, room: number) => {
    const kept = Math.min(shown, room) / 2;
    const bounded = Math.min(room - kept, Math.max(kept - shown, at));
    return Math.round(bounded * density) / density;
  };
  return { scale, x: bound(x, scale * picture.width, field.width), y: bound(y, scale * picture.height, field.height) };
}
