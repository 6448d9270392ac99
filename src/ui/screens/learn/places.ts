/** Parts of the Learn screen that have a page of their own: `#/learn/<name>`. */
import type { Component } from 'svelte';
import type { AppState } from '../../state/app.svelte.ts';

type Place = () => Promise<{ default: Component<{ app: AppState }> }>;

export const PLACES: Partial<Record<string, Place>> = {
  teacher: () => import('./TeacherPage.svelte'),
};
