/** Two networks that fight: what a GAN is good at, what it neglects, and how it collapses. */
import type { SampleRequest, SampleResult } from '../../../../contract/request.ts';
import { meanPairCorrelation } from '../../../../lib/alike.ts';
import type { AppState } from '../../../state/app.svelte.ts';
import { ganWords } from '../../../language/lessons.ts';
import { drewPlainly, sampleRequest } from '../drive.ts';
import { areaMiss, finished, fineContrast } from '../measure.ts';
import type { Lesson } from '../lesson.ts';

const GAN = 'dcgan-64';
const VAE = 'vae-64';
const COLLAPSED = 'collapsed-64';
const REQUEST: SampleRequest = { model: GAN, material: 'rocks', look: 'real', count: 16, seed: 42, attributes: {} };
/** Fewer slices say too little of how well the porosity is kept. */
const ENOUGH = 8;

/** Enough slices of a model that compare with those of the others. */
function plainRun(result: SampleResult | null, model: string): SampleResult | null {
  return result && result.images.count >= ENOUGH && drewPlainly(result, { ...REQUEST, model }) ? result : null;
}

/** The GAN's slices, unless they are there. */
const drawOnce = (app: AppState) => (plainRun(app.sample.run.result, GAN) ? undefined : sampleRequest(app, REQUEST));

export const gan: Lesson = {
  id: 'gan',
  minutes: 7,
  models: [GAN, VAE],
  words: ganWords,
  steps: [
    {
      id: 'fight',
      kind: 'look',
      screen: 'sample',
      targets: ['sample-models'],
      begin: drawOnce,
    },
    { id: 'sharp', kind: 'predict', screen: 'sample', choices: ['gan', 'vae', 'equal'] },
    { id: 'obey', kind: 'predict', screen: 'sample', choices: ['gan', 'vae', 'equal'] },
    {
      id: 'draw-gan',
      kind: 'do',
      screen: 'sample',
      targets: ['main-button'],
      begin: drawOnce, // also for those whom a link leads here
      gives: ['ganFine', 'ganMiss', 'ganAlike', 'ganCount'],
      done: (app) => {
        const result = plainRun(finished(app), GAN);
        if (!result) return null;
        return {
          ganFine: fineContrast(result),
          ganMiss: areaMiss(result),
          ganAlike: meanPairCorrelation(result.images)!,
          ganCount: result.images.count,
        };
      },
      assist: (app) => sampleRequest(app, REQUEST),
    },
    {
      id: 'draw-vae',
      kind: 'do',
      screen: 'sample',
      targets: ['sample-models'],
      gives: ['vaeFine', 'vaeMiss'],
      done: (app) => {
        const result = plainRun(finished(app), VAE);
        if (!result) return null;
        return { vaeFine: fineContrast(result), vaeMiss: areaMiss(result) };
      },
      assist: (app) => sampleRequest(app, { ...REQUEST, model: VAE }),
    },
    {
      id: 'sharp-answer',
      kind: 'answer',
      screen: 'sample',
      of: 'sharp',
      needs: ['ganFine', 'vaeFine'],
      right: (read) => larger(read('ganFine'), read('vaeFine')),
    },
    {
      id: 'obey-answer',
      kind: 'answer',
      screen: 'sample',
      of: 'obey',
      needs: ['ganMiss', 'vaeMiss'],
      right: (read) => larger(read('vaeMiss'), read('ganMiss')), // who misses by less
    },
    { id: 'collapse-told', kind: 'look', screen: 'sample', unless: [COLLAPSED] },
    { id: 'collapse', kind: 'predict', screen: 'sample', models: [COLLAPSED], choices: ['alike', 'varied', 'noise'] },
    {
      id: 'draw-collapsed',
      kind: 'do',
      screen: 'sample',
      targets: ['sample-models'],
      models: [COLLAPSED],
      gives: ['collapsedAlike', 'collapsedCount'],
      done: (app) => {
        const result = plainRun(finished(app), COLLAPSED);
        if (!result) return null;
        return { collapsedAlike: meanPairCorrelation(result.images)!, collapsedCount: result.images.count };
      },
      assist: (app) => sampleRequest(app, { ...REQUEST, model: COLLAPSED }),
    },
    {
      id: 'collapsed',
      kind: 'answer',
      screen: 'sample',
      models: [COLLAPSED],
      of: 'collapse',
      needs: ['collapsedAlike', 'collapsedCount', 'ganAlike'],
      right: (read) => (read('collapsedAlike') > 0.3 ? 'alike' : read('collapsedAlike') < 0.1 ? 'varied' : null),
    },
  ],
};

/** Whose number is larger by more than a tenth. */
function larger(ofGan: number, ofVae: number): 'gan' | 'vae' | 'equal' {
  if (ofGan > 1.1 * ofVae) return 'gan';
  return ofVae > 1.1 * ofGan ? 'vae' : 'equal';
}
