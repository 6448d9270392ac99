/** A space of slices: what a latent space is, one direction of it, the way between two points, its origin, and β. */
import type { ModelCard } from '../../../../contract/card.ts';
import type { SampleRequest, SampleResult } from '../../../../contract/request.ts';
import { contrast, correlation, imageOf, meanPairCorrelation } from '../../../../lib/alike.ts';
import { latentWords } from '../../../language/lessons.ts';
import type { AppState } from '../../../state/app.svelte.ts';
import { drew, drewPlainly, sampleRequest } from '../drive.ts';
import { drawWith, finished, fineContrast, mean } from '../measure.ts';
import type { Lesson } from '../lesson.ts';

const MODEL = 'vae-64';
const BETA = { one: 'vae-128', high: 'vae-128-beta' } as const;
const REQUEST: SampleRequest = {
  model: MODEL,
  material: 'rocks',
  look: 'real',
  count: 9,
  seed: 42,
  attributes: {},
};
/** Far enough along a direction, in standard deviations. */
const MOVED = 1.5;

const plainRun = (app: AppState) => {
  const { result } = app.sample.run;
  return drew(result, REQUEST) && !result?.request.latent && result?.request.interpolateTo === undefined;
};

/** Draws with the lesson's model where something else stands on the screen, as for who followed the link of a step. */
const ready = (app: AppState) => (drew(app.sample.run.result, REQUEST) ? undefined : sampleRequest(app, REQUEST));

export const latent: Lesson = {
  id: 'latent',
  minutes: 8,
  models: [MODEL],
  words: latentWords,
  steps: [
    {
      id: 'space',
      kind: 'look',
      screen: 'sample',
      targets: ['sample-models'],
      begin: (app) => (plainRun(app) ? undefined : sampleRequest(app, REQUEST)),
    },
    { id: 'direction', kind: 'predict', screen: 'sample', choices: ['all', 'some', 'little'] },
    {
      id: 'move',
      kind: 'do',
      screen: 'sample',
      targets: ['sample-latent'],
      gives: ['directions', 'strongest', 'movedAlike'],
      begin: ready,
      done: (app) => {
        const result = finished(app);
        const moved = result?.request.latent?.filter(({ value }) => Math.abs(value) >= MOVED) ?? [];
        if (!result || result.request.model !== MODEL || moved.length !== 1) return null;
        return moveOf(app, result);
      },
      assist: async (app) => {
        await ready(app);
        const { form } = app.sample;
        form.interpolating = false;
        form.setLatent(form.activeLatents[0]!.dimension, 2.5);
        await drawWith(app);
      },
    },
    {
      id: 'moved',
      kind: 'answer',
      screen: 'sample',
      of: 'direction',
      needs: ['directions', 'strongest', 'movedAlike'],
      right: (read) => (read('movedAlike') > 0.9 ? 'little' : read('movedAlike') > 0.4 ? 'some' : 'all'),
    },
    { id: 'between', kind: 'predict', screen: 'sample', choices: ['fade', 'own'] },
    {
      id: 'walk',
      kind: 'do',
      screen: 'sample',
      targets: ['sample-interpolate', 'sample-latent'],
      gives: ['endContrast', 'middleContrast', 'fadeContrast'],
      begin: ready,
      done: (app) => {
        const result = finished(app);
        if (!result || result.request.model !== MODEL) return null;
        if (result.request.interpolateTo === undefined || result.images.count < 3) return null;
        return walkOf(result);
      },
      assist: async (app) => {
        await ready(app);
        const { form } = app.sample;
        form.clearLatent();
        form.interpolating = true;
        await drawWith(app);
      },
    },
    {
      id: 'walked',
      kind: 'answer',
      screen: 'sample',
      of: 'between',
      needs: ['endContrast', 'middleContrast', 'fadeContrast'],
      right: (read) => {
        const gained = (read('middleContrast') - read('fadeContrast')) / (read('endContrast') - read('fadeContrast'));
        if (!Number.isFinite(gained)) return null;
        return gained > 0.5 ? 'own' : gained < 0.25 ? 'fade' : null;
      },
    },
    { id: 'origin', kind: 'predict', screen: 'sample', choices: ['one', 'grey', 'varied'] },
    {
      id: 'gather',
      kind: 'do',
      screen: 'sample',
      targets: ['sample-truncation'],
      gives: ['originAlike', 'originContrast'],
      begin: async (app) => {
        await ready(app);
        app.sample.form.interpolating = false;
        app.sample.form.clearLatent();
      },
      done: (app) => {
        const result = finished(app);
        if (!result || result.request.model !== MODEL || result.request.interpolateTo !== undefined) return null;
        const alike = meanPairCorrelation(result.images);
        if (alike === null || (result.request.truncation ?? 1) > 0.05) return null;
        return { originAlike: alike, originContrast: contrastOf(result) };
      },
      assist: async (app) => {
        await ready(app);
        app.sample.form.truncation = 0;
        await drawWith(app);
      },
    },
    {
      id: 'gathered',
      kind: 'answer',
      screen: 'sample',
      of: 'origin',
      needs: ['originAlike', 'originContrast'],
      right: (read) => {
        if (read('originContrast') < 0.02) return 'grey';
        return read('originAlike') > 0.5 ? 'one' : read('originAlike') < 0.2 ? 'varied' : null;
      },
    },
    { id: 'beta-told', kind: 'look', screen: 'sample', unless: [BETA.one, BETA.high] },
    {
      id: 'beta',
      kind: 'predict',
      screen: 'sample',
      models: [BETA.one, BETA.high],
      choices: ['softer', 'sharper', 'same'],
      begin: ({ sample }) => void (sample.form.truncation = 1),
    },
    ...(
      [
        ['beta-one', BETA.one, 'one'],
        ['beta-high', BETA.high, 'high'],
      ] as const
    ).map(([id, model, name]) => ({
      id,
      kind: 'do' as const,
      screen: 'sample' as const,
      targets: ['sample-models'],
      models: [BETA.one, BETA.high],
      gives: [`${name}Fine`, `${name}Told`],
      done: (app: AppState) => {
        const result = finished(app);
        const card = app.sample.form.cardOf(model);
        if (!result || !card || !drewPlainly(result, { ...REQUEST, model })) return null;
        return { [`${name}Fine`]: fineContrast(result), [`${name}Told`]: told(card) };
      },
      assist: (app: AppState) => sampleRequest(app, { ...REQUEST, model }),
    })),
    {
      id: 'beta-answer',
      kind: 'answer',
      screen: 'sample',
      models: [BETA.one, BETA.high],
      of: 'beta',
      needs: ['oneFine', 'highFine', 'oneTold', 'highTold'],
      right: (read) => {
        const ratio = read('highFine') / read('oneFine');
        return ratio < 0.9 ? 'softer' : ratio > 1.1 ? 'sharper' : 'same';
      },
    },
  ],
};

/** What the strongest latent directions tell of a slice together: their KL divergence from the prior, in nats. */
const told = ({ latent }: ModelCard) => (latent?.active ?? []).reduce((sum, { kl }) => sum + kl, 0);

const contrastOf = ({ images }: SampleResult) => mean(images.count, (k) => contrast(imageOf(images, k)));

/** How alike each slice is to itself before one direction was moved: the same request is drawn again without the move. */
async function moveOf(app: AppState, { request, images }: SampleResult) {
  const card = app.sample.form.cardOf(MODEL)!; // which it drew with; another one may have been picked since
  const active = card.latent?.active ?? [];
  const before: SampleRequest = { ...request };
  delete before.latent;
  const { images: plain } = await app.engine.sample(before);
  return {
    directions: active.length,
    strongest: (active[0]?.kl ?? 0) / told(card),
    movedAlike: mean(images.count, (k) => correlation(imageOf(images, k), imageOf(plain, k))),
  };
}

/** Contrast half-way, beside that of the ends and of their cross-fade, pixel by pixel. */
function walkOf({ images }: SampleResult) {
  const [first, last] = [imageOf(images, 0), imageOf(images, images.count - 1)];
  const fade = first.map((grey, i) => (grey + last[i]!) / 2);
  return {
    endContrast: (contrast(first) + contrast(last)) / 2,
    middleContrast: contrast(imageOf(images, (images.count - 1) >> 1)),
    fadeContrast: contrast(fade),
  };
}
