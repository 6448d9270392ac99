/** What the Lab calls samplers and schedules, and what each of them is. */
import type { SamplerName, ScheduleName } from '../contract/request.ts';

export interface SamplerWords {
  label: string;
  /** One sentence: what it does, and whose it is. */
  hint: string;
  callsPerStep: number; // network calls; the last step of Heun takes one less
  /** What its stochasticity is called; null where it has none to choose. */
  stochasticity: string | null;
}

export const SAMPLER_WORDS: Record<SamplerName, SamplerWords> = {
  heun: {
    label: 'Heun (EDM)',
    hint: 'Looks ahead and corrects each step: second order, two network calls a step (Karras et al. 2022).',
    callsPerStep: 2,
    stochasticity: 'Churn: fresh noise added and removed again at each step',
  },
  dpmpp2m: {
    label: 'DPM-Solver++ (2M)',
    hint: 'Reuses the estimate of the step before: second order at one network call a step (Lu et al. 2022).',
    callsPerStep: 1,
    stochasticity: null,
  },
  euler: {
    label: 'Euler',
    hint: 'The plainest way along the probability-flow ODE: first order (Karras et al. 2022).',
    callsPerStep: 1,
    stochasticity: null,
  },
  ddim: {
    label: 'DDIM',
    hint: 'Removes the estimated noise and adds back a share η of fresh noise (Song, Meng & Ermon 2021).',
    callsPerStep: 1,
    stochasticity: 'η: share of fresh noise; 0 is deterministic, 1 is DDPM',
  },
  ddpm: {
    label: 'DDPM (ancestral)',
    hint: 'The original: fresh noise at every step, many steps needed (Ho et al. 2020).',
    callsPerStep: 1,
    stochasticity: null,
  },
  'sde-vp': {
    label: 'Reverse VP SDE',
    hint: 'Euler–Maruyama on the variance-preserving stochastic equation (Song et al. 2021).',
    callsPerStep: 1,
    stochasticity: null,
  },
  'sde-ve': {
    label: 'Reverse VE SDE',
    hint: 'Euler–Maruyama on the variance-exploding stochastic equation (Song et al. 2021).',
    callsPerStep: 1,
    stochasticity: null,
  },
  'ode-vp': {
    label: 'Probability-flow ODE (VP)',
    hint: 'The deterministic equation with the same distribution at every noise level (Song et al. 2021).',
    callsPerStep: 1,
    stochasticity: null,
  },
  langevin: {
    label: 'Annealed Langevin',
    hint: 'Five small noisy steps uphill at each noise level, before diffusion models (Song & Ermon 2019).',
    callsPerStep: 5,
    stochasticity: null,
  },
};

export const SCHEDULE_WORDS: Record<ScheduleName, { label: string; hint: string }> = {
  karras: { label: 'Karras', hint: 'Most levels where the noise is low and detail is decided (Karras et al. 2022).' },
  linear: { label: 'Linear', hint: 'The DDPM’s: its variances β grow linearly in time (Ho et al. 2020).' },
  cosine: {
    label: 'Cosine',
    hint: 'The signal fades like a cosine: few levels of very high noise (Nichol & Dhariwal 2021).',
  },
};
