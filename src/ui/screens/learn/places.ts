/** Parts of the Learn screen that have a page of their own: `#/learn/<name>`. */
import type { Component } from 'svelte';
import { worded } from '../../language/language.svelte.ts';
import type { AppState } from '../../state/app.svelte.ts';

type Place = () => Promise<{ default: Component<{ app: AppState }> }>;

const PLACES: Partial<Record<string, Place>> = {
  teacher: () => import('./TeacherPage.svelte'),
  'real-or-synthetic': () => worded(import('../study/StudyScreen.svelte')),
};

/** The page of a name; undefined for a name that none has, whatever objects have by nature. */
export const placeOf = (name: string): Place | undefined => (Object.hasOwn(PLACES, name) ? PLACES[name] : undefined);
