/** What two requests have in common. */
import type { SampleRequest } from '../contract/request.ts';

type Field = keyof SampleRequest;

/** All that says how a diffusion model samples, and nothing of what is drawn. */
export const SAMPLING = [
  ...(['steps', 'sampler', 'schedule', 'stochasticity'] as const),
  ...(['guidance', 'attributeGuidance', 'classifierGuidance'] as const),
] satisfies Field[];

/** Whether requests that hold no pictures ask for the same but for some fields. */
export function differOnlyIn(a: SampleRequest, b: SampleRequest, free: readonly Field[]): boolean {
  const fields = [...Object.keys(a), ...Object.keys(b)] as Field[];
  return fields.every((name) => free.includes(name) || JSON.stringify(a[name]) === JSON.stringify(b[name]));
}
