/** What two requests have in common. */
import type { SampleRequest } from '../contract/request.ts';

type Field = keyof SampleRequest;

/** Whether requests that hold no pictures ask for the same but for some fields. */
export function differOnlyIn(a: SampleRequest, b: SampleRequest, free: readonly Field[]): boolean {
  const fields = [...Object.keys(a), ...Object.keys(b)] as Field[];
  return fields.every((name) => free.includes(name) || JSON.stringify(a[name]) === JSON.stringify(b[name]));
}
