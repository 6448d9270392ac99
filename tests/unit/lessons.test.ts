/** Every lesson in every language: its steps hang together, and what it points at is there. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { language, LANGUAGES, type LanguageCode } from '../../src/ui/language/language.svelte.ts';
import { LESSON_SCREENS, stepAddress, stepsWith, modelsOf } from '../../src/ui/screens/learn/lesson.ts';
import { LESSONS } from '../../src/ui/screens/learn/lessons/index.ts';
import { partsOf } from '../../src/ui/address.ts';

const UI = fileURLToPath(new URL('../../src/ui/', import.meta.url));
const sources = readdirSync(UI, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.svelte'))
  .map((path) => readFileSync(UI + path, 'utf8'));
const targets = new Set(
  sources.flatMap((text) => [...text.matchAll(/data-lesson="([\w-]+)"/g)].map(([, name]) => name!)),
);

test('lessons have names of their own', () => {
  const ids = LESSONS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(0);
});

describe.each(LESSONS.map((lesson) => [lesson.id, lesson] as const))('%s', (_, lesson) => {
  test('takes 5 to 10 minutes', () => {
    expect(lesson.minutes).toBeGreaterThanOrEqual(5);
    expect(lesson.minutes).toBeLessThanOrEqual(10);
  });

  test('every step has a name of its own, an address, and a target that some screen has', () => {
    const ids = lesson.steps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const step of lesson.steps) {
      expect(partsOf(stepAddress(lesson, step))).toEqual([lesson.id, step.id]);
      expect(LESSON_SCREENS).toContain(step.screen);
      for (const target of step.targets ?? []) expect(targets, `${step.id} points at ${target}`).toContain(target);
      if (step.kind === 'do') expect(step.gives.length, step.id).toBeGreaterThan(0);
    }
    expect(lesson.steps.some(({ kind }) => kind === 'do')).toBe(true);
  });

  test.each([
    ['with all of its models', modelsOf(lesson)],
    ['with those alone that it cannot do without', lesson.models],
  ])('%s, every answer has its prediction and its measurements before it', (_, models) => {
    const steps = stepsWith(lesson, models);
    expect(steps.length).toBeGreaterThan(3);
    steps.forEach((step, at) => {
      if (step.kind !== 'answer') return;
      const before = steps.slice(0, at);
      const given = before.flatMap((other) => (other.kind === 'do' ? other.gives : []));
      expect(given, step.id).toEqual(expect.arrayContaining([...step.needs]));
      expect(before.find(({ id }) => id === step.of)?.kind, step.id).toBe('predict');
    });
    for (const step of steps.filter(({ kind }) => kind === 'predict')) {
      expect(
        steps.some((other) => other.kind === 'answer' && other.of === step.id),
        step.id,
      ).toBe(true);
    }
  });

  test.each(Object.keys(LANGUAGES) as LanguageCode[])('says everything in %s', async (code) => {
    await language.use(code);
    const { title, aim, steps, teacher } = lesson.words();
    for (const text of [title, aim, teacher.hint, ...teacher.aims]) expect(text.length).toBeGreaterThan(5);
    expect(teacher.questions.length).toBeGreaterThanOrEqual(2);
    expect(Object.keys(steps).sort()).toEqual(lesson.steps.map(({ id }) => id).sort());
    for (const step of lesson.steps) {
      const words = steps[step.id]!;
      expect(words.title, step.id).not.toBe('');
      if (step.kind === 'do') expect(words.task, step.id).toMatch(/\.$/);
      if (step.kind === 'predict') expect(Object.keys(words.choices ?? {})).toEqual([...step.choices]);
      if (step.kind !== 'answer') continue;
      const read = (name: string) => {
        expect(step.needs, `${step.id} reads ${name}`).toContain(name);
        return 0.5;
      };
      const said = [...words.answer!(read), ...(words.numbers?.(read) ?? []).flat()];
      expect(said.length).toBeGreaterThan(1);
      for (const text of said) expect(text).not.toMatch(/NaN|undefined|null/);
      const { of } = step;
      const predict = lesson.steps.find(({ id }) => id === of);
      const right = step.right(read);
      if (right !== null && predict?.kind === 'predict') expect(predict.choices).toContain(right);
    }
    await language.use('en');
  });
});
