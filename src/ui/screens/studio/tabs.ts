/** The tabs of the inspector: one row and one panel each, which brings its own main button. */
import type { Component } from 'svelte';
import type { AppState } from '../../state/app.svelte.ts';
import type { Studio } from '../../state/studio.svelte.ts';
import EditPanel from './EditPanel.svelte';
import HostedTab from './HostedTab.svelte';
import InpaintPanel from './InpaintPanel.svelte';
import VaryPanel from './VaryPanel.svelte';

export interface InspectorTab {
  value: string;
  label: string;
  panel: Component<{ studio: Studio; app: AppState }>;
  /** Whether it is there at all; always when left out. */
  shown?: (app: AppState) => boolean;
}

export const INSPECTOR_TABS: [InspectorTab, ...InspectorTab[]] = [
  { value: 'inpaint', label: 'Inpaint', panel: InpaintPanel },
  { value: 'vary', label: 'Vary', panel: VaryPanel },
  { value: 'edit', label: 'Edit', panel: EditPanel },
  { value: 'hosted', label: 'Hosted', panel: HostedTab, shown: (app) => app.hasProvider },
];
