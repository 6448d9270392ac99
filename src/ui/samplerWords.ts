/** Samplers and schedules in words, and what a step of each costs. */
import type { SamplerName, ScheduleName } from '../contract/request.ts';
import { table } from './language/language.svelte.ts';
import { samplerWords } from './language/samplers.ts';

/** Network calls. */
export const CALLS_PER_STEP: Record<SamplerName, number> = {
  heun: 2,
  dpmpp2m: 1,
  euler: 1,
  ddim: 1,
  ddpm: 1,
  'sde-vp': 1,
  'sde-ve': 1,
  'ode-vp': 1,
  langevin: 5,
};

/** `hint`: one sentence, what it does and whose it is. Read anew at each use: in the language spoken now. */
export const SAMPLER_WORDS: Record<SamplerName, { label: string; hint: string }> = table(() => samplerWords().samplers);
export const SCHEDULE_WORDS: Record<ScheduleName, { label: string; hint: string }> = table(
  () => samplerWords().schedules,
);

/** What a sampler's stochasticity is called; null where it has none to choose. */
export function stochasticityOf(sampler: SamplerName): string | null {
  return sampler === 'heun' || sampler === 'ddim' ? samplerWords().stochasticity[sampler] : null;
}

/** Network calls of a sampler; the last steps of Heun's method and of Langevin dynamics differ from the others. */
export function callsOf(sampler: SamplerName, steps: number): number {
  const calls = CALLS_PER_STEP[sampler] * steps;
  if (sampler === 'heun') return calls - 1;
  return sampler === 'langevin' ? calls + 1 : calls;
}
