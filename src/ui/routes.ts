/** The screens: one folder and one entry each. */
import type { Component } from 'svelte';
import SampleScreen from './screens/sample/SampleScreen.svelte';
import SettingsScreen from './screens/settings/SettingsScreen.svelte';
import type { AppState } from './state/app.svelte.ts';

type Screen = Component<{ app: AppState }>;

export interface Route {
  name: string; // in the address: #/name
  title: string;
  /** Screens beyond the first are fetched when they are first shown, which keeps the first page small. */
  screen: Screen | { load: () => Promise<{ default: Screen }> };
  /** Whether the main navigation lists it; the others have a place of their own. */
  inNavigation: boolean;
}

export const ROUTES: [Route, ...Route[]] = [
  { name: 'sample', title: 'Sample', screen: SampleScreen, inNavigation: true },
  { name: 'lab', title: 'Lab', screen: { load: () => import('./screens/lab/LabScreen.svelte') }, inNavigation: true },
  {
    name: 'studio',
    title: 'Studio',
    screen: { load: () => import('./screens/studio/StudioScreen.svelte') },
    inNavigation: true,
  },
  {
    name: 'measure',
    title: 'Measure',
    screen: { load: () => import('./screens/measure/MeasureScreen.svelte') },
    inNavigation: true,
  },
  { name: 'settings', title: 'Settings', screen: SettingsScreen, inNavigation: false },
];
