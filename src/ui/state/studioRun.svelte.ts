/** One edit at a time: its progress, the alternatives that come of it, and the one that is chosen. */
import type { Engine } from '../../client/engine.ts';
import type { EditRequest } from '../../contract/edit.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import type { Progress } from '../../contract/request.ts';
import type { Material } from '../../contract/materials.ts';
import type { Region } from '../../lib/slice.ts';
import { Emerging } from './emerging.svelte.ts';
import { proposalOf, proposalOfHosted, type EditJob, type HostedOffer, type Proposal } from './studioProposal.ts';

/** What is under way in a part of the picture; without a request a picture that is there already is judged. */
interface Work {
  request: EditRequest | null;
  region: Region;
}

export class StudioRun {
  readonly #engine: Engine;
  #controller: AbortController | null = null;
  readonly #emerging = new Emerging();
  /** The alternatives from before the run that is under way, which stand again when nothing comes of it. */
  #before: { proposal: Proposal | null; chosen: number } | null = null;

  /** What is being worked on; null when idle. */
  job = $state.raw<Work | null>(null);
  /** True while DiffEdit looks for its mask. */
  finding = $state(false);
  proposal = $state.raw<Proposal | null>(null);
  chosen = $state(0);
  error = $state.raw<SpecimenError | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get progress(): Progress | null {
    return this.#emerging.progress;
  }

  /** The alternatives as far as they have emerged. */
  get preview(): ImageBatch | null {
    return this.#emerging.preview;
  }

  /** Makes alternatives in place of those that are there. Settles when they are there, or when the run has failed or was cancelled. */
  async start(job: EditJob): Promise<void> {
    this.#setAside(); // the visitor may choose among the new ones while they emerge
    const result = await this.#run(job, (options) => this.#engine.edit(job.request, options));
    if (!result) return;
    this.proposal = proposalOf(job, result);
  }

  /** DiffEdit's mask of the job's region, 0 to 1; null when it failed or was cancelled. */
  async find(job: EditJob): Promise<Float32Array | null> {
    this.finding = true;
    return this.#run(job, (options) => this.#engine.findMask(job.request, options));
  }

  /** Makes a hosted model's picture the only alternative, once it is judged against the one before. */
  async offer(made: HostedOffer, before: ImageBatch, material: Material): Promise<void> {
    this.#setAside();
    const reports = await this.#run({ request: null, region: made.region }, ({ signal }) => {
      this.#emerging.preview = made.image;
      return this.#engine.judge(before, made.image, made.mask, material, { signal });
    });
    if (!reports) return;
    this.proposal = proposalOfHosted(made, reports);
  }

  cancel(): void {
    this.#controller?.abort();
    this.#end();
  }

  /** Forgets the alternatives, and what kept the last run from making some. */
  discard(): void {
    this.#before = null;
    this.proposal = null;
    this.error = null;
  }

  #setAside(): void {
    const { proposal, chosen } = this;
    this.#before ??= { proposal, chosen };
    this.proposal = null;
    this.chosen = 0;
  }

  async #run<T>(
    job: Work,
    call: (options: { signal: AbortSignal; onProgress: (progress: Progress) => void }) => Promise<T>,
  ): Promise<T | null> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const isLatest = () => this.#controller === controller;
    this.#emerging.clear();
    this.job = job;
    this.error = null;
    try {
      const onProgress = (progress: Progress) => {
        if (isLatest()) this.#emerging.show(progress);
      };
      const value = await call({ signal: controller.signal, onProgress });
      if (!isLatest()) return null;
      this.#before = null;
      return value;
    } catch (error) {
      if (!isLatest() || error instanceof Cancelled) return null;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
      return null;
    } finally {
      if (isLatest()) this.#end();
    }
  }

  #end(): void {
    this.#controller = null;
    this.job = null;
    this.finding = false;
    if (this.#before) ({ proposal: this.proposal, chosen: this.chosen } = this.#before);
    this.#before = null;
    this.#emerging.clear();
  }
}
