/** What the editor calls things. */
import type { Tool } from './tools.svelte.ts';

export const TOOL_NAMES: Record<Tool, string> = {
  brush: 'Brush',
  eraser: 'Eraser',
  rectangle: 'Rectangle',
  polygon: 'Polygon',
  lasso: 'Lasso',
  flood: 'Fill by grey level',
  line: 'Find a crack or ring',
};

/** What to do with a tool, in a sentence that stands beside it. */
export const TOOL_HINTS: Record<Tool, string> = {
  brush: 'Drag over what is to be edited.',
  eraser: 'Drag over what is to be kept.',
  rectangle: 'Drag from corner to corner; arrow keys move it, with Shift they resize it.',
  polygon: 'Click the corners; click the first one again to close.',
  lasso: 'Drag around what you mean.',
  flood: 'Click a spot: what joins it at a similar grey is taken.',
  line: 'Click a line that is darker or brighter than both of its sides.',
};
