/** The drawing pad: two masks of the model's size, one for areas and one for outlines, and the sketch that they make. */
import type { Sketch } from '../../contract/request.ts';
import { MaskDocument } from '../editor/document.ts';
import type { Operation } from '../editor/operations.ts';
import { encodeRuns } from '../editor/runs.ts';
import type { GreyPicture } from '../editor/select.ts';
import { EditorTools } from '../editor/tools.svelte.ts';
import { exampleShapes, type ExampleName } from './examples.ts';

/** `areas`: what is painted is the material's phase, the rest is not. `outlines`: edges of the phase, nothing said of areas. */
export const PAD_MODES = ['areas', 'outlines'] as const;
export type PadMode = (typeof PAD_MODES)[number];

/** Width of a drawn edge, px: the models learnt edges of 1 to 3 px. */
const EDGE = 2;
const AREA_BRUSH = 10; // px
/** Coverage from which a pixel counts as painted. */
const HALF = 128;
const PAPER = 0.72; // grey

export class Pad {
  readonly picture: GreyPicture;
  readonly documents: Record<PadMode, MaskDocument>;
  readonly tools = { areas: padTools(AREA_BRUSH), outlines: padTools(EDGE) };
  mode = $state<PadMode>('areas');

  /** @param side of the model's slices, px */
  constructor(readonly side: number) {
    this.picture = { width: side, height: side, grey: new Float32Array(side * side).fill(PAPER) };
    this.documents = { areas: new MaskDocument(this.picture), outlines: new MaskDocument(this.picture) };
  }

  get document(): MaskDocument {
    return this.documents[this.mode];
  }

  /** What the mode in hand asks of a model; null while nothing is drawn. */
  drawing(): Omit<Sketch, 'strength'> | null {
    const { mask, isEmpty } = this.document;
    if (isEmpty) return null;
    const none = new Float32Array(mask.length);
    return this.mode === 'areas'
      ? { edges: none, labels: Float32Array.from(mask, (coverage) => (coverage >= HALF ? 1 : -1)) }
      : { edges: Float32Array.from(mask, (coverage) => coverage / 255), labels: none };
  }

  /** Whether what is drawn is this sketch; null is an empty pad. */
  shows(sketch: Omit<Sketch, 'strength'> | null): boolean {
    const own = this.drawing();
    if (own === null || sketch === null) return own === sketch;
    return isSame(own.edges, sketch.edges) && isSame(own.labels, sketch.labels);
  }

  /** Draws a sketch in place of what is there, in the mode that it was drawn in, as one step that can be undone. */
  adopt(sketch: Omit<Sketch, 'strength'> | null): void {
    if (sketch === null) {
      this.document.apply({ kind: 'clear' });
      return;
    }
    this.mode = sketch.labels.some((label) => label !== 0) ? 'areas' : 'outlines';
    const coverage =
      this.mode === 'areas'
        ? sketch.labels.map((label) => (label > 0 ? 255 : 0))
        : sketch.edges.map((edge) => 255 * edge);
    this.document.apply({ kind: 'import', runs: encodeRuns(Uint8Array.from(coverage, Math.round)), how: 'replace' });
  }

  /** Draws an example in place of what is there, as one step that can be undone. */
  show(name: ExampleName): void {
    const drawn = new MaskDocument(this.picture);
    for (const shape of exampleShapes(name)) {
      const points = shape.map(({ x, y }) => ({ x: this.side * x, y: this.side * y, pressure: 1 }));
      drawn.apply(this.mode === 'areas' ? { kind: 'lasso', points, erase: false } : outline(points));
    }
    this.document.apply({ kind: 'import', runs: encodeRuns(drawn.mask), how: 'replace' });
  }
}

const isSame = (a: Float32Array, b: Float32Array) => a.length === b.length && a.every((value, i) => value === b[i]);

function outline(points: Extract<Operation, { kind: 'stroke' }>['points']): Operation {
  return { kind: 'stroke', points: [...points, points[0]!], size: EDGE, hardness: 1, erase: false };
}

function padTools(size: number): EditorTools {
  const tools = new EditorTools();
  tools.size = size;
  tools.opacity = 0.9;
  return tools;
}
