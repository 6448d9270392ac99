/** Everything that outlives a screen. */
import { createEngine, type Engine } from '../../client/engine.ts';
import type { Measure } from './measure.svelte.ts';
import { Offline } from './offline.svelte.ts';
import { Router } from './router.svelte.ts';
import { Sample } from './sample.svelte.ts';
import { Settings } from './settings.svelte.ts';

export class AppState {
  readonly engine: Engine = createEngine('models/');
  readonly settings = new Settings();
  readonly router = new Router();
  readonly offline = new Offline();
  readonly sample = new Sample(this.engine);
  /** Made by its screen, which comes with the code for it. */
  measure: Measure | null = null;
}
