/** The tabs of the inspector: one row and one panel each, which brings its own main button. */
import type { Component } from 'svelte';
import type words from '../../language/en/studio.ts';
import type { AppState } from '../../state/app.svelte.ts';
import type { Studio } from '../../state/studio.svelte.ts';
import EditPanel from './EditPanel.svelte';
import HostedTab from './HostedTab.svelte';
import InpaintPanel from './InpaintPanel.svelte';
import VaryPanel from './VaryPanel.svelte';

/** Its label is among the words of the Studio. */
export type TabName = keyof (typeof words)['inspector']['tabs'];

export interface InspectorTab {
  value: TabName;
  panel: Component<{ studio: Studio; app: AppState }>;
  /** Whether it is there at all; always when left out. */
  shown?: (app: AppState) => boolean;
}

export const INSPECTOR_TABS: [InspectorTab, ...InspectorTab[]] = [
  { value: 'inpaint', panel: InpaintPanel },
  { value: 'vary', panel: VaryPanel },
  { value: 'edit', panel: EditPanel },
  { value: 'hosted', panel: HostedTab, shown: (app) => app.hasProvider },
];
