/** What is seen of a run while it goes on. */
import type { ImageBatch } from '../../contract/image.ts';
import type { Progress } from '../../contract/request.ts';

/** Progress and preview of a run, at most once a frame: they come faster than a screen can show them. */
export class Emerging {
  #frame = 0;
  #last: Progress | null = null;
  /** Of the steps since the last frame not every one has a preview. */
  #lastPreview: ImageBatch | null = null;

  progress = $state.raw<Progress | null>(null);
  /** The slices as far as they have emerged. */
  preview = $state.raw<ImageBatch | null>(null);

  show(progress: Progress): void {
    this.#last = progress;
    if (progress.stage === 'sample' && progress.preview) this.#lastPreview = progress.preview;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.progress = this.#last;
      if (this.#lastPreview) this.preview = this.#lastPreview;
    });
  }

  clear(): void {
    if (this.#frame) cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#last = null;
    this.#lastPreview = null;
    this.progress = null;
    this.preview = null;
  }
}
