/** What the screens call samplers and schedules, and what each of them is. */
export default {
  samplers: {
    heun: {
      label: 'Heun (EDM)',
      hint: 'Looks ahead and corrects each step: second order, two network calls a step (Karras et al. 2022).',
    },
    dpmpp2m: {
      label: 'DPM-Solver++ (2M)',
      hint: 'Reuses the estimate of the step before: second order at one network call a step (Lu et al. 2022).',
    },
    euler: {
      label: 'Euler',
      hint: 'The plainest way along the probability-flow ODE: first order (Karras et al. 2022).',
    },
    ddim: {
      label: 'DDIM',
      hint: 'Removes the estimated noise and adds back a share η of fresh noise (Song, Meng & Ermon 2021).',
    },
    ddpm: {
      label: 'DDPM (ancestral)',
      hint: 'The original: fresh noise at every step, many steps needed (Ho et al. 2020).',
    },
    'sde-vp': {
      label: 'Reverse VP SDE',
      hint: 'Euler–Maruyama on the variance-preserving stochastic equation (Song et al. 2021).',
    },
    'sde-ve': {
      label: 'Reverse VE SDE',
      hint: 'Euler–Maruyama on the variance-exploding stochastic equation (Song et al. 2021).',
    },
    'ode-vp': {
      label: 'Probability-flow ODE (VP)',
      hint: 'The deterministic equation with the same distribution at every noise level (Song et al. 2021).',
    },
    langevin: {
      label: 'Annealed Langevin',
      hint: 'Five small noisy steps uphill at each noise level, a year before DDPM (Song & Ermon 2019).',
    },
  },
  /** Of the samplers that have one to choose. */
  stochasticity: {
    heun: 'Churn: fresh noise added and removed again at each step',
    ddim: 'η: share of fresh noise; 0 is deterministic, 1 is DDPM',
  },
  schedules: {
    karras: { label: 'Karras', hint: 'Most levels where the noise is low and detail is decided (Karras et al. 2022).' },
    linear: { label: 'Linear', hint: 'The DDPM’s: its variances β grow linearly in time (Ho et al. 2020).' },
    cosine: {
      label: 'Cosine',
      hint: 'The signal fades like a cosine: few levels of very high noise (Nichol & Dhariwal 2021).',
    },
  },
};
