/** The screens: one folder and one entry each. */
import type { Component } from 'svelte';
import type shell from './language/en/shell.ts';
import { worded } from './language/language.svelte.ts';
import SampleScreen from './screens/sample/SampleScreen.svelte';
import SettingsScreen from './screens/settings/SettingsScreen.svelte';
import type { AppState } from './state/app.svelte.ts';

type Screen = Component<{ app: AppState }>;

export interface Route {
  /** In the address: `#/name`. Its title is among the words of the shell. */
  name: keyof (typeof shell)['screens'];
  /** Screens beyond the first are fetched when they are first shown, which keeps the first page small. */
  screen: Screen | { load: () => Promise<{ default: Screen }> };
  /** Whether the main navigation lists it; the others have a place of their own. */
  inNavigation: boolean;
}

export const ROUTES: [Route, ...Route[]] = [
  { name: 'sample', screen: SampleScreen, inNavigation: true },
  { name: 'lab', screen: { load: () => worded(import('./screens/lab/LabScreen.svelte')) }, inNavigation: true },
  {
    name: 'studio',

    screen: { load: () => worded(import('./screens/studio/StudioScreen.svelte')) },
    inNavigation: true,
  },
  {
    name: 'measure',

    screen: { load: () => worded(import('./screens/measure/MeasureScreen.svelte')) },
    inNavigation: true,
  },
  {
    name: 'learn',
    screen: { load: () => worded(import('./screens/learn/LearnScreen.svelte')) },
    inNavigation: true,
  },
  {
    name: 'gallery',
    screen: { load: () => worded(import('./screens/gallery/GalleryScreen.svelte')) },
    inNavigation: true,
  },
  { name: 'settings', screen: SettingsScreen, inNavigation: false },
];
