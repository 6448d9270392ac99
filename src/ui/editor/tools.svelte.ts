/** The tool in hand and how it is set. Kept apart from the mask, so that it outlives it. */

export const TOOLS = ['brush', 'eraser', 'rectangle', 'polygon', 'lasso', 'flood', 'line'] as const;
export type Tool = (typeof TOOLS)[number];

export const LIMITS = {
  size: { min: 1, max: 1024 },
  radius: { min: 1, max: 64 },
  lineWidth: { min: 1, max: 64 },
} as const;

export class EditorTools {
  tool = $state<Tool>('brush');
  size = $state(24); // px, diameter of brush and eraser
  hardness = $state(1); // 0 to 1
  /** Whether outlines and found pixels are taken away from the mask. */
  subtract = $state(false);
  tolerance = $state(0.1); // grey
  tone = $state<'dark' | 'bright'>('dark');
  lineWidth = $state(4); // px
  threshold = $state(0.1); // grey
  joined = $state(true);
  radius = $state(4); // px, of grow, shrink and feather
  opacity = $state(0.45); // of the mask as it is shown, 0 to 1
  colour = $state('#14b8ae'); // of the mask as it is shown; the same in both themes, like the grey around pictures
}
