/** Everything that outlives a screen. */
import { createEngine, type Engine } from '../../client/engine.ts';
import { worded } from '../language/language.svelte.ts';
import type { Gallery } from './gallery.svelte.ts';
import { Keeping } from './keeping.svelte.ts';
import type { HostedPanelState } from '../hosted/panel.svelte.ts';
import type { HostedState } from './hosted.svelte.ts';
import type { BackendReport, SampleResult } from '../../contract/request.ts';
import type { Lab } from './lab.svelte.ts';
import type { Learn } from './learn.svelte.ts';
import { lasting } from './lasting.svelte.ts';
import type { Measure } from './measure.svelte.ts';
import { KeepOffline } from './keepOffline.svelte.ts';
import { Offline } from './offline.svelte.ts';
import { Presenter } from './presenter.svelte.ts';
import { keepsProviders } from './providersKept.ts';
import { Router } from './router.svelte.ts';
import { Sample } from './sample.svelte.ts';
import { Settings } from './settings.svelte.ts';
import type { Studio } from './studio.svelte.ts';
import type { Study } from './study.svelte.ts';

export class AppState {
  readonly engine: Engine = createEngine('models/', { onBackend: (report) => (this.backend = report) });
  readonly settings = new Settings();
  readonly router = new Router();
  readonly offline = new Offline();
  readonly keep = new KeepOffline(this.engine);
  readonly sample = new Sample(
    this.engine,
    () => this.settings.backend,
    () => this.router.leaveLink('sample'),
  );
  readonly presenter = new Presenter();
  readonly keeping = new Keeping(this.engine);
  /** Made by their screens, which come with the code for them. */
  lab = $state.raw<Lab | null>(null);
  measure = $state.raw<Measure | null>(null);
  learn = $state.raw<Learn | null>(null);
  hosted = $state.raw<HostedState | null>(null);
  hostedPanel = $state.raw<HostedPanelState | null>(null);
  /** Whether there is a hosted provider in Settings, locked or open. */
  readonly hasProvider = $derived.by(() => (this.hosted?.providers.length ?? 0) > 0);
  studio = $state.raw<Studio | null>(null);
  study = $state.raw<Study | null>(null);
  gallery = $state.raw<Gallery | null>(null);
  /** The heading of the page of a screen that is open, where the screen has several. */
  heading = $state<string | null>(null);
  /** A slice on its way from the Sample screen to the Studio. */
  forStudio = $state.raw<{ result: SampleResult; index: number } | null>(null);
  /** A kept run on its way from the Gallery to the Measure screen. */
  forMeasure = $state.raw<SampleResult | null>(null);
  /** The backend of the model that drew last. */
  backend = $state.raw<BackendReport | null>(null);

  /** Loads the state of hosted providers where one was set up before; where none was, nothing of it is loaded. */
  async findProviders(): Promise<void> {
    if (this.hosted || !(await keepsProviders())) return;
    const { HostedState } = await import('./hosted.svelte.ts');
    this.hosted ??= new HostedState();
  }

  /** Takes up a lesson where it was left. @param id of the lesson; one that is not known is not taken up */
  async resumeLesson(id: string): Promise<void> {
    const { Learn } = await worded(import('./learn.svelte.ts'));
    const learn = (this.learn ??= lasting(() => new Learn(this)));
    const lesson = learn.lessons.find((known) => known.id === id);
    if (lesson) await learn.start(lesson);
  }
}
