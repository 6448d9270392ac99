/** What the Studio offers to hosted models, and that a result finds the mask that it was made with. */
import { expect, test } from 'vitest';
import { greyOf, type Slice } from '../../src/lib/slice.ts';
import { MaskDocument } from '../../src/ui/editor/document.ts';
import { hostedSubject, restoreMask } from '../../src/ui/state/studioHosted.svelte.ts';

const OF = { id: 'p', version: null };

function open(width: number, height: number): { slice: Slice; document: MaskDocument } {
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => i % 251);
  const grey = new Float32Array(width * height);
  return {
    slice: { width, height, bitDepth: 8, pixels },
    document: new MaskDocument({ width, height, grey }),
  };
}

const box = (left: number, top: number, width: number, height: number) =>
  ({ kind: 'rectangle', left, top, width, height, erase: false }) as const;

function subjectOf({ slice, document }: ReturnType<typeof open>) {
  const subject = hostedSubject(slice, document, OF);
  if ('obstacle' in subject) throw new Error(subject.obstacle);
  return subject;
}

test('a slice of up to a megapixel is offered whole, with the mask where there is one', () => {
  const studio = open(300, 200);
  expect(subjectOf(studio)).toMatchObject({ region: { left: 0, top: 0, width: 300, height: 200 }, mask: null, of: OF });
  studio.document.apply(box(10, 20, 30, 40));
  const { mask, picture } = subjectOf(studio);
  expect(mask!.reduce((sum, share) => sum + share)).toBe(1200);
  expect(picture.data).toEqual(greyOf(studio.slice));
});

test('of a larger one the part around the mask, at its own size; without a mask nothing', () => {
  const studio = open(2000, 1500);
  expect(hostedSubject(studio.slice, studio.document, OF)).toEqual({
    obstacle: expect.stringMatching(/^The picture has 2000×1500 pixels.*mask the part to change\.$/) as string,
  });
  studio.document.apply(box(1900, 700, 50, 20));
  const { region, picture, mask } = subjectOf(studio);
  expect(region).toEqual({ left: 1488, top: 454, width: 512, height: 512 });
  expect(picture.data).toEqual(greyOf(studio.slice, region));
  expect(mask!.reduce((sum, share) => sum + share)).toBe(1000);
  studio.document.apply(box(0, 0, 1600, 900));
  expect(hostedSubject(studio.slice, studio.document, OF)).toEqual({
    obstacle: expect.stringMatching(/mask a smaller part\.$/) as string,
  });
});

test('the mask of a result comes back where another one was painted meanwhile, and only there', () => {
  const studio = open(100, 80);
  studio.document.apply(box(10, 20, 30, 40));
  const { mask, region } = subjectOf(studio);
  restoreMask(studio.document, region, mask!);
  expect(studio.document.last!.kind).toBe('rectangle');
  studio.document.apply(box(50, 5, 9, 9));
  restoreMask(studio.document, region, mask!);
  expect(studio.document.last!.kind).toBe('import');
  expect(studio.document.maskFloat()).toEqual(mask);
});

test('the mask of a part comes back where the part lies', () => {
  const studio = open(2000, 1500);
  studio.document.apply(box(1900, 700, 50, 20));
  const { mask, region } = subjectOf(studio);
  studio.document.apply({ kind: 'clear' });
  restoreMask(studio.document, region, mask!);
  expect(studio.document.box).toEqual({ left: 1900, top: 700, width: 50, height: 20 });
});
