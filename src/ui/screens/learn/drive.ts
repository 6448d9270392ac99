/** How lessons put the page where a step begins: with the same calls that its controls make. */
import type { SampleRequest, SampleResult } from '../../../contract/request.ts';
import { toLink, type LabView } from '../../../contract/link.ts';
import { differOnlyIn } from '../../../lib/requests.ts';
import { openScreen } from '../../address.ts';
import type { AppState } from '../../state/app.svelte.ts';
import type { Lab } from '../../state/lab.svelte.ts';
import { until } from '../../state/until.svelte.ts';
import type { LessonScreen } from './lesson.ts';

export function go(screen: LessonScreen): void {
  openScreen(`#/${screen}`);
}

/** Whether a run drew what a request asks for, whatever its seed and count. */
export function drew(result: SampleResult | null, { model, material }: Pick<SampleRequest, 'model' | 'material'>) {
  return result !== null && result.request.model === model && result.request.material === material;
}

/** Whether a run drew what a request asks for, whatever its seed, count and attributes, and no other control was set: only such runs compare. */
export function drewPlainly(result: SampleResult, request: SampleRequest): boolean {
  return differOnlyIn(result.request, request, ['count', 'seed', 'attributes']);
}

/** Sets the Sample screen to a request and draws it. */
export async function sampleRequest({ sample }: AppState, request: SampleRequest): Promise<void> {
  const drawing = sample.show(request);
  go('sample');
  await drawing;
}

/** Sets the Lab to a request, draws it and shows a view of it. */
export async function labRequest(app: AppState, request: SampleRequest, view: LabView): Promise<Lab> {
  if (app.lab) {
    go('lab');
    app.lab.view = view;
    await app.lab.show(request);
    return app.lab;
  }
  openScreen(toLink(request, 'lab'));
  const lab = await until(() => app.lab);
  lab.view = view;
  return lab;
}

/** Shows a view of the Lab with whatever stands in it. */
export async function labView(app: AppState, view: LabView): Promise<Lab> {
  go('lab');
  const lab = await until(() => app.lab);
  lab.view = view;
  return lab;
}
