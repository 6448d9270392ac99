/** The tabs of the inspector: one row and one panel each, which brings its own main button. */
import type { Component } from 'svelte';
import type { Studio } from '../../state/studio.svelte.ts';
import EditPanel from './EditPanel.svelte';
import InpaintPanel from './InpaintPanel.svelte';
import VaryPanel from './VaryPanel.svelte';

export interface InspectorTab {
  value: string;
  label: string;
  panel: Component<{ studio: Studio }>;
}

export const INSPECTOR_TABS: [InspectorTab, ...InspectorTab[]] = [
  { value: 'inpaint', label: 'Inpaint', panel: InpaintPanel },
  { value: 'vary', label: 'Vary', panel: VaryPanel },
  { value: 'edit', label: 'Edit', panel: EditPanel },
];
