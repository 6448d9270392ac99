/** One edit at a time: its progress, the alternatives that come of it, and the one that is chosen. */
import type { Engine } from '../../client/engine.ts';
import type { EditRequest } from '../../contract/edit.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import type { Progress } from '../../contract/request.ts';
import type { Material } from '../../contract/materials.ts';
import type { Region } from '../../lib/slice.ts';
import { proposalOf, proposalOfHosted, type EditJob, type HostedOffer, type Proposal } from './studioProposal.ts';

/** What is under way in a part of the picture; without a request a picture that is there already is judged. */
interface Work {
  request: EditRequest | null;
  region: Region;
}

export class StudioRun {
  readonly #engine: Engine;
  #controller: AbortController | null = null;
  /** Progress that waits for the next frame: previews come faster than a screen can show them. */
  #pending: Progress | null = null;
  #frame = 0;

  /** What is being worked on; null when idle. */
  job = $state.raw<Work | null>(null);
  /** True while DiffEdit looks for its mask. */
  finding = $state(false);
  progress = $state.raw<Progress | null>(null);
  /** The alternatives as far as they have emerged. */
  preview = $state.raw<ImageBatch | null>(null);
  proposal = $state.raw<Proposal | null>(null);
  chosen = $state(0);
  error = $state.raw<SpecimenError | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Makes alternatives. Settles when they are there, or when the run has failed or was cancelled. */
  async start(job: EditJob): Promise<void> {
    this.proposal = null;
    this.chosen = 0; // the visitor may choose while they emerge
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
    this.proposal = null;
    this.chosen = 0;
    const reports = await this.#run({ request: null, region: made.region }, ({ signal }) => {
      this.preview = made.image;
      return this.#engine.judge(before, made.image, made.mask, material, { signal });
    });
    if (!reports) return;
    this.proposal = proposalOfHosted(made, reports);
  }

  cancel(): void {
    this.#controller?.abort();
    this.#end();
  }

  /** Forgets the alternatives. */
  discard(): void {
    this.proposal = null;
  }

  async #run<T>(
    job: Work,
    call: (options: { signal: AbortSignal; onProgress: (progress: Progress) => void }) => Promise<T>,
  ): Promise<T | null> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const isLatest = () => this.#controller === controller;
    this.#clear();
    this.job = job;
    this.error = null;
    try {
      const onProgress = (progress: Progress) => {
        if (isLatest()) this.#show(progress);
      };
      const value = await call({ signal: controller.signal, onProgress });
      return isLatest() ? value : null;
    } catch (error) {
      if (!isLatest() || error instanceof Cancelled) return null;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
      return null;
    } finally {
      if (isLatest()) this.#end();
    }
  }

  #show(progress: Progress): void {
    this.#pending = progress;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.progress = this.#pending;
      if (this.#pending?.stage === 'sample' && this.#pending.preview) this.preview = this.#pending.preview;
    });
  }

  #end(): void {
    this.#controller = null;
    this.job = null;
    this.finding = false;
    this.#clear();
  }

  #clear(): void {
    if (this.#frame) cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#pending = null;
    this.progress = null;
    this.preview = null;
  }
}
