/** How a diffusion model samples: one side of the Lab's comparison. */
import type { SamplingSettings } from '../../contract/link.ts';
import type { Attributes } from '../../contract/materials.ts';
import type { SampleRequest, SamplerName, ScheduleName } from '../../contract/request.ts';
import { labWords } from '../language/lab.ts';
import { callsOf, SAMPLER_WORDS, SCHEDULE_WORDS, stochasticityOf } from '../samplerWords.ts';

export class Sampling {
  sampler = $state<SamplerName>('heun');
  steps = $state(18);
  schedule = $state<ScheduleName>('karras');
  stochasticity = $state(0);
  guidance = $state(1);
  attributeGuidance = $state<Attributes>({ areaFraction: 0, featureSize: 0, noise: 0 });
  classifierGuidance = $state(0);

  readonly words = $derived(SAMPLER_WORDS[this.sampler]);
  /** What its stochasticity is called; null where it has none to choose. */
  readonly stochasticityName = $derived(stochasticityOf(this.sampler));
  /** Network calls for one batch of slices that fits one call; guidance makes each of them larger, not more. */
  readonly networkCalls = $derived(callsOf(this.sampler, this.steps) * (this.classifierGuidance > 0 ? 2 : 1));
  /** Network calls for one slice, counting each guidance branch as one. */
  readonly cost = $derived.by(() => {
    const guides = Object.values(this.attributeGuidance).filter((weight) => weight > 0).length;
    return this.networkCalls * (1 + (this.guidance === 1 ? 0 : 1) + guides);
  });
  /** The part of a request that says how to sample; of the rest, what stands at its default is left out. */
  readonly request = $derived.by((): Partial<SampleRequest> => {
    const guides = Object.entries(this.attributeGuidance).filter(([, weight]) => weight > 0);
    return {
      steps: this.steps,
      sampler: this.sampler,
      ...(this.schedule !== 'karras' && { schedule: this.schedule }),
      ...(this.stochasticityName !== null && this.stochasticity > 0 && { stochasticity: this.stochasticity }),
      ...(this.guidance !== 1 && { guidance: this.guidance }),
      ...(guides.length > 0 && { attributeGuidance: Object.fromEntries(guides) }),
      ...(this.classifierGuidance > 0 && { classifierGuidance: this.classifierGuidance }),
    };
  });

  constructor(sampler: SamplerName, steps: number) {
    this.sampler = sampler;
    this.steps = steps;
  }

  /** Sets everything as a request or a link has it. */
  adopt(request: SamplingSettings): void {
    this.sampler = request.sampler ?? 'heun';
    this.steps = request.steps ?? this.steps;
    this.schedule = request.schedule ?? 'karras';
    this.stochasticity = request.stochasticity ?? 0;
    this.guidance = request.guidance ?? 1;
    this.attributeGuidance = { areaFraction: 0, featureSize: 0, noise: 0, ...request.attributeGuidance };
    this.classifierGuidance = request.classifierGuidance ?? 0;
  }

  /** “DPM-Solver++ (2M), 12 steps”, and what else is not as usual. */
  describe(): string {
    const text = labWords().described;
    const extras = [
      this.schedule === 'karras' ? null : text.schedule(SCHEDULE_WORDS[this.schedule].label),
      this.guidance === 1 ? null : text.guidance(this.guidance),
      this.classifierGuidance === 0 ? null : text.classifier(this.classifierGuidance),
    ].filter((extra) => extra !== null);
    return [text.steps(this.words.label, this.steps), ...extras].join(', ');
  }
}
