/** One hosted call at a time: what is asked, what exactly will be sent, how far it is, and what came of it. */
import { costOf, begin, settle, stateAfter, verdict } from '../../client/hosted/ledger.ts';
import { estimateUsd, isPractice, modelFacts, type ModelFacts, type ProviderFacts } from '../../client/hosted/facts.ts';
import { buildCall, comeBack, type Returned } from '../../client/hosted/payload.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import {
  OPERATIONS,
  type HostedCall,
  type HostedPicture,
  type HostedProgress,
  type HostedProvenance,
  type Operation,
  type ProviderId,
  type Quality,
} from '../../contract/hosted.ts';
import type { ImageBatch } from '../../contract/image.ts';
import { hostedWords } from '../language/hosted.ts';
import type { Configured, HostedState } from '../state/hosted.svelte.ts';

/** What a panel hands on: a picture of the size of the one it was given. */
export interface HostedImage {
  picture: HostedPicture;
  /** The picture that was sent or stood beside the form: the very object that the panel was given then. */
  of: HostedPicture;
  /** The mask that it was made with; null where everything may have changed. */
  mask: Float32Array | null;
  provenance: HostedProvenance;
}

/** A call that only waits for the visitor's word. */
export interface Review {
  call: HostedCall;
  setup: Configured;
  facts: ProviderFacts;
  model: ModelFacts;
  picture: HostedPicture;
  mask: Float32Array | null;
  usd: number | null;
  verdict: 'go' | 'ask' | 'over';
}

export interface Result extends Returned {
  review: Review;
  provenance: HostedProvenance;
  /** What it cost; null where neither the service nor the list of prices says. */
  usd: number | null;
  /** Whether the cost is from the usage that the service returned. */
  measured: boolean;
}

/** A model at a provider that is set up. */
export interface Choice {
  setup: Configured;
  facts: ProviderFacts;
  model: ModelFacts;
}

export class HostedPanelState {
  readonly #hosted: HostedState;
  #controller: AbortController | null = null;

  /** Whether the picture beside the form has a mask. */
  hasMask = $state(false);
  #operation = $state<Operation | null>(null);
  #chosen = $state<{ provider: ProviderId; model: string } | null>(null);
  prompt = $state('');
  quality = $state<Quality>('low');
  /** Of a server of one's own, whose models nobody here knows. */
  ownModel = $state('');

  #review = $state.raw<Review | null>(null);
  running = $state.raw<Review | null>(null);
  progress = $state.raw<HostedProgress | null>(null);
  partial = $state.raw<ImageBatch | null>(null);
  result = $state.raw<Result | null>(null);
  error = $state.raw<SpecimenError | null>(null);
  /** What to know after a cancelled call, else empty. */
  note = $state('');

  constructor(hosted: HostedState) {
    this.#hosted = hosted;
  }

  /** What waits for the visitor's word, as long as its provider is set up as it was then. */
  get review(): Review | null {
    const review = this.#review;
    return this.#hosted.usable.some(({ setup }) => setup === review?.setup) ? review : null;
  }

  /** What the providers that are set up can do. */
  readonly operations: Operation[] = $derived.by(() =>
    OPERATIONS.filter((operation) =>
      this.#hosted.usable.some(({ facts }) => facts.models.some((m) => m.operations.includes(operation))),
    ),
  );

  /** What was chosen, where it can be done; else what fits the picture best. */
  get operation(): Operation {
    const wished = this.#operation ?? (this.hasMask ? 'inpaint' : 'instruct');
    return this.operations.includes(wished) ? wished : (this.operations[0] ?? wished);
  }
  set operation(operation: Operation) {
    this.#operation = operation;
  }

  readonly choices: Choice[] = $derived.by(() =>
    this.#hosted.usable.flatMap(({ setup, facts }) =>
      facts.models
        .filter(({ operations }) => operations.includes(this.operation))
        .map((model) => ({ setup, facts, model })),
    ),
  );

  /** The model that is asked: the one that was chosen, where it can do what is wanted. */
  readonly choice: Choice | null = $derived.by(() => {
    const chosen = this.#chosen;
    const found = this.choices.find(({ facts, model }) => facts.id === chosen?.provider && model.id === chosen.model);
    return found ?? this.choices[0] ?? null;
  });

  choose(provider: ProviderId, model: string): void {
    this.#chosen = { provider, model };
  }

  /** Makes the very bytes that would be sent, and sends nothing. What is wrong becomes `error`. */
  prepare(picture: HostedPicture, mask: Float32Array | null): void {
    this.error = null;
    this.note = '';
    this.result = null;
    if (!this.choice) return;
    const { setup, facts } = this.choice;
    const model = facts.id === 'compatible' ? modelFacts(facts, this.ownModel.trim()) : this.choice.model;
    try {
      if (model.id === '') throw new SpecimenError('BadRequest', hostedWords().form.noName);
      const { operation, prompt, quality } = this;
      const call = buildCall(facts, model, { operation, prompt, quality, picture, mask });
      const estimate = estimateUsd(model, call.width * call.height, call.quality, call.image !== null);
      const usd = isPractice(setup, facts) ? 0 : estimate;
      const used = operation === 'inpaint' ? mask : null;
      this.#review = {
        call,
        setup,
        facts,
        model,
        picture,
        mask: used,
        usd,
        verdict: verdict(this.#hosted.ledger, usd),
      };
    } catch (error) {
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
    }
  }

  /** Back to the form; nothing is sent. */
  back(): void {
    this.#review = null;
    this.error = null;
  }

  /**
   * Sends what is reviewed, once. Settles when the call is over, whatever its end.
   * @param agreed whether the visitor said yes to a price that has to be asked about
   */
  async send(agreed: boolean): Promise<void> {
    const { review } = this;
    if (!review || this.running) return;
    // Since the review was made, the limits or the sum may have changed.
    const now = verdict(this.#hosted.ledger, review.usd);
    if (now === 'over' || (now === 'ask' && !agreed)) {
      this.#review = { ...review, verdict: now };
      return;
    }
    const controller = new AbortController();
    this.#controller = controller;
    this.error = null;
    this.running = review;
    const { call, facts, model, setup, usd } = review;
    const index = this.#hosted.ledger.spends.length;
    this.#hosted.ledger = begin(this.#hosted.ledger, { provider: call.provider, model: call.model, usd });
    const close = (state: Parameters<typeof settle>[2], real: number | null) => {
      this.#hosted.ledger = settle(this.#hosted.ledger, index, state, real);
    };
    const unanswered = (state: Parameters<typeof settle>[2]) => close(isPractice(setup, facts) ? 'free' : state, null);
    try {
      const { image, usage, requestId, practice } = await this.#hosted.client.run(call, setup.base, {
        signal: controller.signal,
        onProgress: (progress) => this.#show(progress),
      });
      const real = practice ? null : costOf(usage, model);
      close(practice ? 'free' : 'billed', real);
      const returned = comeBack(image, review.picture, review.mask);
      const provenance = provenanceOf(review, returned, requestId, practice);
      this.result = { ...returned, review, provenance, usd: real ?? usd, measured: real !== null };
      this.#review = null;
    } catch (error) {
      if (error instanceof Cancelled) {
        unanswered('possible');
        this.note = this.#afterCancel(review);
      } else if (error instanceof SpecimenError) {
        unanswered(stateAfter(error.name));
        this.error = error;
      } else throw error;
      // What went out may be billed, so sending again takes a new look at the price and a new word.
      this.#review = null;
    } finally {
      this.#controller = null;
      this.running = null;
      this.progress = null;
      this.partial = null;
    }
  }

  cancel(): void {
    this.#controller?.abort();
  }

  #show(progress: HostedProgress): void {
    this.progress = progress;
    if (progress.stage === 'partial') this.partial = progress.image;
  }

  #afterCancel({ facts, setup }: Review): string {
    const { cancelled, cancelledHere, cancelledThere } = hostedWords().panel;
    if (isPractice(setup, facts)) return cancelled;
    // Before that the service has not named a job that could be cancelled there, and after it the job is done.
    const known = this.progress?.stage === 'queue' || this.progress?.stage === 'work';
    return facts.cancels && known ? cancelledThere(facts.name) : cancelledHere(facts.name);
  }
}

function provenanceOf(
  { call, facts }: Review,
  { kept }: Returned,
  requestId: string | null,
  practice: boolean,
): HostedProvenance {
  const { model, operation, prompt } = call;
  return {
    synthetic: true,
    provider: facts.name,
    practice,
    model,
    requestId,
    operation,
    prompt,
    at: new Date().toISOString(),
    keptChange: kept?.mean ?? null,
  };
}
