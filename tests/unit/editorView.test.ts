import { describe, expect, it } from 'vitest';
import { Random } from '../../src/lib/rng.ts';
import {
  fit,
  moved,
  revealing,
  shownRegion,
  toPicture,
  toScreen,
  zoomCrisp,
  zoomStep,
  zoomTo,
  type Field,
  type View,
} from '../../src/ui/editor/viewport.ts';

/** Pictures and fields of many shapes, from tiny to 4096². */
function* cases() {
  const random = new Random(5, 0);
  for (let i = 0; i < 300; i++) {
    const between = (low: number, high: number) => low + (high - low) * random.uniform();
    const picture = { width: Math.floor(2 ** between(3, 12)), height: Math.floor(2 ** between(3, 12)) };
    const density = [1, 1.25, 2, 3][Math.floor(between(0, 4))]!;
    const field: Field = { width: Math.floor(between(200, 1600)), height: Math.floor(between(200, 1000)), density };
    const at = { x: between(0, field.width), y: between(0, field.height) };
    yield { picture, field, at, between };
  }
}

/** How much of a side of the picture is in sight, px on the screen. */
const inSight = (start: number, length: number, room: number) => Math.min(room, start + length) - Math.max(0, start);

function expectInSight(view: View, picture: { width: number; height: number }, field: Field) {
  const slack = 1 / field.density; // of rounding to the device's pixels
  for (const [start, side, room] of [
    [view.x, picture.width * view.scale, field.width],
    [view.y, picture.height * view.scale, field.height],
  ] as const) {
    expect(inSight(start, side, room)).toBeGreaterThanOrEqual(Math.min(side, room) / 2 - slack);
  }
}

describe('the view', () => {
  it('fits the whole picture, in the middle, as large as whole pixels allow', () => {
    for (const { picture, field } of cases()) {
      const view = fit(picture, field);
      const [width, height] = [view.scale * picture.width, view.scale * picture.height];
      expect(width).toBeLessThanOrEqual(field.width + 1e-9);
      expect(height).toBeLessThanOrEqual(field.height + 1e-9);
      expect(Math.abs(view.x - (field.width - width) / 2)).toBeLessThanOrEqual(1 / field.density);
      const larger = (Math.floor(view.scale * field.density + 1e-9) + 1) / field.density;
      const fitsLarger = larger * picture.width <= field.width && larger * picture.height <= field.height;
      expect(fitsLarger && larger <= 64).toBe(false);
    }
  });

  it('keeps the point under the cursor where nothing has to be kept in sight', () => {
    for (const { picture, field, at, between } of cases()) {
      const before = fit(picture, field);
      const inside = { x: picture.width * between(0.3, 0.7), y: picture.height * between(0.3, 0.7) };
      const cursor = toScreen(before, inside);
      const after = zoomTo(before, before.scale * between(1, 4), cursor, picture, field);
      const there = toScreen(after, inside);
      expect(Math.hypot(there.x - cursor.x, there.y - cursor.y)).toBeLessThanOrEqual(1.5 / field.density);
      expect(toPicture(after, toScreen(after, at)).x).toBeCloseTo(at.x, 6);
    }
  });

  it('never loses the picture, and stays within its sizes', () => {
    for (const { picture, field, at, between } of cases()) {
      let view = fit(picture, field);
      const smallest = Math.min(64, view.scale);
      for (let i = 0; i < 20; i++) {
        const action = Math.floor(between(0, 4));
        if (action === 0) view = zoomTo(view, view.scale * 2 ** between(-3, 3), at, picture, field);
        else if (action === 1) view = moved(view, between(-5000, 5000), between(-5000, 5000), picture, field);
        else if (action === 2) view = zoomStep(view, between(0, 1) < 0.5 ? 1 : -1, at, picture, field);
        else view = zoomCrisp(view, view.scale * 2 ** between(-1, 1), at, picture, field);
        expectInSight(view, picture, field);
        expect(view.scale).toBeLessThanOrEqual(64);
        expect(view.scale).toBeGreaterThanOrEqual(smallest / 2 - 1e-9);
      }
    }
  });

  it('shows enlarged pixels as whole numbers of the device’s, on its grid', () => {
    for (const { picture, field, at, between } of cases()) {
      let view = fit(picture, field);
      for (let i = 0; i < 10; i++) {
        view = zoomStep(view, between(0, 1) < 0.7 ? 1 : -1, at, picture, field);
        const scale = view.scale * field.density;
        if (scale > 1) expect(Math.abs(scale - Math.round(scale))).toBeLessThan(1e-9);
        expect(Math.abs(view.x * field.density - Math.round(view.x * field.density))).toBeLessThan(1e-6);
      }
    }
  });

  it('changes with every step in and out until its limits', () => {
    for (const { picture, field, at } of cases()) {
      let view = fit(picture, field);
      for (let last = 0; view.scale < 64; view = zoomStep(view, 1, at, picture, field)) {
        expect(view.scale).toBeGreaterThan(last);
        last = view.scale;
      }
      const smallest = zoomTo(view, 0, at, picture, field).scale;
      for (let last = Infinity; view.scale > smallest; view = zoomStep(view, -1, at, picture, field)) {
        expect(view.scale).toBeLessThan(last);
        last = view.scale;
      }
    }
  });

  it('follows a point to where it can be seen', () => {
    for (const { picture, field, between } of cases()) {
      const view = zoomTo(fit(picture, field), 40, { x: 10, y: 10 }, picture, field);
      const point = { x: picture.width * between(0, 1), y: picture.height * between(0, 1) };
      const { x, y } = toScreen(revealing(view, point, picture, field), point);
      expect(x).toBeGreaterThanOrEqual(-1);
      expect(y).toBeGreaterThanOrEqual(-1);
      expect(x).toBeLessThanOrEqual(field.width + 1);
      expect(y).toBeLessThanOrEqual(field.height + 1);
    }
  });

  it('knows which part of the screen a region takes', () => {
    const field = { width: 100, height: 80, density: 1 };
    const view = { scale: 2, x: -10, y: 5 };
    const region = (left: number, top: number, width: number, height: number) => ({ left, top, width, height });
    expect(shownRegion(view, region(0, 0, 10, 10), field)).toEqual(region(0, 5, 10, 20));
    expect(shownRegion(view, region(40, 30, 100, 100), field)).toEqual(region(70, 65, 30, 15));
    expect(shownRegion(view, region(60, 0, 10, 10), field)).toBeNull();
  });
});
