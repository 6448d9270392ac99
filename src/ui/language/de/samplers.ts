import type en from '../en/samplers.ts';

const de: typeof en = {
  samplers: {
    heun: {
      label: 'Heun (EDM)',
      hint: 'Schaut voraus und korrigiert jeden Schritt: zweite Ordnung, zwei Netzaufrufe je Schritt (Karras et al. 2022).',
    },
    dpmpp2m: {
      label: 'DPM-Solver++ (2M)',
      hint: 'Verwendet die Schätzung des vorigen Schritts wieder: zweite Ordnung mit einem Netzaufruf je Schritt (Lu et al. 2022).',
    },
    euler: {
      label: 'Euler',
      hint: 'Der einfachste Weg entlang der Probability-Flow-ODE: erste Ordnung (Karras et al. 2022).',
    },
    ddim: {
      label: 'DDIM',
      hint: 'Nimmt das geschätzte Rauschen weg und gibt einen Anteil η neuen Rauschens hinzu (Song, Meng & Ermon 2021).',
    },
    ddpm: {
      label: 'DDPM (ancestral)',
      hint: 'Das Original: neues Rauschen in jedem Schritt, braucht viele Schritte (Ho et al. 2020).',
    },
    'sde-vp': {
      label: 'Rückwärts-SDE (VP)',
      hint: 'Euler–Maruyama für die varianzerhaltende stochastische Gleichung (Song et al. 2021).',
    },
    'sde-ve': {
      label: 'Rückwärts-SDE (VE)',
      hint: 'Euler–Maruyama für die stochastische Gleichung mit wachsender Varianz (Song et al. 2021).',
    },
    'ode-vp': {
      label: 'Probability-Flow-ODE (VP)',
      hint: 'Die deterministische Gleichung mit derselben Verteilung auf jeder Rauschstufe (Song et al. 2021).',
    },
    langevin: {
      label: 'Langevin, abkühlend',
      hint: 'Fünf kleine verrauschte Schritte bergauf auf jeder Rauschstufe, ein Jahr vor dem DDPM (Song & Ermon 2019).',
    },
  },
  stochasticity: {
    heun: 'Churn: neues Rauschen, das in jedem Schritt hinzugefügt und wieder entfernt wird',
    ddim: 'η: Anteil neuen Rauschens; 0 ist deterministisch, 1 ist DDPM',
  },
  schedules: {
    karras: {
      label: 'Karras',
      hint: 'Die meisten Stufen dort, wo das Rauschen gering ist und sich Einzelheiten entscheiden (Karras et al. 2022).',
    },
    linear: { label: 'Linear', hint: 'Der des DDPM: Die Varianzen β wachsen linear mit der Zeit (Ho et al. 2020).' },
    cosine: {
      label: 'Kosinus',
      hint: 'Das Signal verklingt wie ein Kosinus: wenige Stufen mit sehr starkem Rauschen (Nichol & Dhariwal 2021).',
    },
  },
};
export default de;
