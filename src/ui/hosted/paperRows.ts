/** The paper's methods that need words or pictures: what was used, whether it is still there, and what is nearest now. */
export interface PaperMethod {
  method: string;
  /** What the paper used. */
  then: string;
  /** Whether that can still be had. */
  now: 'gone' | 'own' | 'unsure';
  fate: string;
  /** Nearest hosted model that this page can call; a successor is another model. */
  hosted: string;
  /** Nearest on this computer. */
  local: string;
}

export const PAPER_METHODS: readonly PaperMethod[] = [
  {
    method: 'DALL-E 2, from words',
    then: 'dall-e-2 at OpenAI',
    now: 'gone',
    fate: 'retired on 12 May 2026',
    hosted: 'OpenAI gpt-image-2.6-flare, low quality: a successor',
    local: 'ddpm-64 with attributes in place of words',
  },
  {
    method: 'DALL-E 3, from words',
    then: 'dall-e-3 at OpenAI',
    now: 'gone',
    fate: 'retired on 12 May 2026',
    hosted: 'OpenAI gpt-image-2.6-sunburst: a successor',
    local: 'ddpm-64 with attributes in place of words',
  },
  {
    method: 'DALL-E 2, variation',
    then: 'dall-e-2, no prompt',
    now: 'gone',
    fate: 'retired, with the whole endpoint',
    hosted: 'fal flux-pro/v1/redux, no prompt; OpenAI with fixed words',
    local: 'Studio, Vary: SDEdit with ddpm-64',
  },
  {
    method: 'DALL-E 2, edit',
    then: 'dall-e-2 with a mask',
    now: 'gone',
    fate: 'retired on 12 May 2026',
    hosted: 'fal flux-pro/v1/fill; OpenAI gpt-image-2.6-flare with a mask',
    local: 'Studio, Inpaint: Match (posterior sampling), RePaint or replacement with ddpm-64',
  },
  {
    method: 'ControlNet',
    then: 'Stable Diffusion 1.5, Canny 100/200, 30 steps',
    now: 'own',
    fate: 'open weights; not found hosted in this version',
    hosted: 'fal flux-pro/v1/canny; Black Forest Labs flux-pro-1.0-canny with the paper’s thresholds',
    local: 'None yet: no model here follows edges',
  },
  {
    method: 'Stable unCLIP',
    then: 'Stable Diffusion 2.1 unCLIP',
    now: 'unsure',
    fate: 'open weights; a hosted page exists, whether it answers is not known',
    hosted: 'Replicate flux-redux-dev: another method',
    local: 'No unCLIP yet; Studio, Vary: SDEdit with ddpm-64 is another method',
  },
  {
    method: 'InstructPix2Pix',
    then: 'Guidance 3.0, image guidance 1.5, 30 steps',
    now: 'own',
    fate: 'open weights; not found hosted',
    hosted: 'fal flux-2/turbo/edit; Hugging Face FLUX.1-Kontext-dev; Gemini: other methods',
    local: 'Studio, Edit: Instruct, by attributes, with ddpm-64',
  },
  {
    method: 'LEDITS++',
    then: '50 inversion steps, skip 0.1, guidance 10, threshold 0.75',
    now: 'own',
    fate: 'open weights; only a demonstration is online',
    hosted: 'None; an instruction edit is nearest',
    local: 'Studio, Edit: LEDITS++, by attributes, with ddpm-64',
  },
  {
    method: 'DiffEdit',
    then: 'Stable Diffusion 2.1 with DDIM',
    now: 'own',
    fate: 'open weights; not found hosted',
    hosted: 'None that finds its mask; a masked edit is nearest',
    local: 'Studio, Edit: DiffEdit, by attributes, with ddpm-64',
  },
  {
    method: 'DCGAN, StyleGAN2-ADA',
    then: 'Trained on the paper’s own data',
    now: 'own',
    fate: 'the code is public, weights and data are not',
    hosted: 'None for own data',
    local: 'dcgan-64; no StyleGAN2 yet',
  },
];
