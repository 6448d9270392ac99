/** The layer of languages: which one is spoken, how its parts come, and how it writes numbers. */
import { afterEach, describe, expect, test } from 'vitest';
import { intl } from '../../src/ui/language/intl.ts';
import { language, LANGUAGES, local, part, preferredLanguage, worded } from '../../src/ui/language/language.svelte.ts';

type Tree = { [key: string]: Tree | string | ((...values: never[]) => string) };

const files = import.meta.glob<{ default: Tree }>('../../src/ui/language/*/*.ts', { eager: true });
const parts = (code: string) =>
  Object.entries(files)
    .filter(([path]) => path.includes(`/language/${code}/`))
    .map(([path, { default: text }]) => ({ name: path.split('/').at(-1)!, text }));

function leaves(tree: Tree, path = ''): [string, string | ((...values: never[]) => string)][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' ? leaves(value, `${path}${key}.`) : [[path + key, value] as [string, typeof value]],
  );
}

afterEach(() => language.use('en'));

test.each([
  [['de-AT', 'en'], 'de'],
  [['DE'], 'de'],
  [['fr-FR', 'en-GB', 'de'], 'en'],
  [['fr', 'de-CH'], 'de'],
  [['den'], 'en'],
  [[], 'en'],
] as const)('of the languages %j it speaks %s', (wanted, code) => {
  expect(preferredLanguage(wanted)).toBe(code);
});

describe('every language', () => {
  test.each(Object.keys(LANGUAGES))('%s has every part, and no sentence is empty that is not so in English', (code) => {
    const english = parts('en');
    const spoken = parts(code);
    expect(english.length).toBeGreaterThan(1);
    expect(spoken.map(({ name }) => name)).toEqual(english.map(({ name }) => name));
    for (const [index, { name, text }] of spoken.entries()) {
      const empty = (tree: Tree) => leaves(tree).flatMap(([key, value]) => (value === '' ? [key] : []));
      expect(empty(text), name).toEqual(empty(english[index]!.text));
    }
  });
});

test('German has one word for a slice and one for a seed', async () => {
  const texts = import.meta.glob<string>('../../src/ui/language/de/**/*.ts', { query: '?raw', import: 'default' });
  for (const [path, load] of Object.entries(texts)) {
    expect((await load()).match(/.*(?:Schichtbild|Startwert).*/g) ?? [], path).toEqual([]);
  }
});

test('what German tells to press is the name of something', () => {
  const sentences = parts('de').flatMap(({ text }) => leaves(text).map(([, value]) => String(value)));
  const pressed = sentences.flatMap((sentence) =>
    [...sentence.matchAll(/„([^“]+)“ drücken/g)].map(([, name]) => name!),
  );
  expect(pressed.length).toBeGreaterThan(5);
  expect(pressed.filter((name) => !sentences.includes(name))).toEqual([]);
});

describe('a part', () => {
  test('speaks the language chosen, and comes when its code comes', async () => {
    const early = part({ hello: 'Hello' }, { de: () => Promise.resolve({ default: { hello: 'Hallo' } }) });
    expect(early().hello).toBe('Hello');
    await language.use('de');
    expect(early().hello).toBe('Hallo');
    const late = await worded(
      Promise.resolve(part({ bye: 'Bye' }, { de: () => Promise.resolve({ default: { bye: 'Tschüss' } }) })),
    );
    expect(late().bye).toBe('Tschüss');
    await language.use('en');
    expect([early().hello, late().bye]).toEqual(['Hello', 'Bye']);
  });

  test('that cannot be fetched stays English and is asked for again', async () => {
    let online = false;
    const text = part(
      { hello: 'Hello' },
      { de: () => (online ? Promise.resolve({ default: { hello: 'Hallo' } }) : Promise.reject(new Error('offline'))) },
    );
    await language.use('de');
    expect([text().hello, language.code, language.incomplete]).toEqual(['Hello', 'de', true]);
    online = true;
    await language.use('de');
    expect([text().hello, language.incomplete]).toEqual(['Hallo', false]);
  });

  test('the language chosen last wins, however slowly the one before comes', async () => {
    let arrive = () => {};
    const slow = part(
      { hello: 'Hello' },
      {
        de: () =>
          new Promise<{ default: { hello: string } }>((resolve) => {
            arrive = () => resolve({ default: { hello: 'Hallo' } });
          }),
      },
    );
    const german = language.use('de');
    await language.use('en');
    arrive();
    await german;
    expect([language.code, slow().hello]).toEqual(['en', 'Hello']);
  });
});

describe('numbers', () => {
  test('have the decimal sign of the language and a true minus', async () => {
    expect(intl('en').decimal(-1234.5, 2)).toBe('−1234.50');
    expect(intl('de').decimal(-1234.5, 2)).toBe('−1234,50');
    expect(intl('de').decimal(-0.001, 2)).toBe('0,00');
    expect(local().decimal(0.5, 1)).toBe('0.5');
    await language.use('de');
    expect(local().decimal(0.5, 1)).toBe('0,5');
  });

  test('choose the form of their noun', () => {
    const forms = { one: 'Schnitt', other: 'Schnitte' };
    expect([0, 1, 2].map((n) => intl('de').count(n, forms))).toEqual(['0 Schnitte', '1 Schnitt', '2 Schnitte']);
  });

  test('lists and times read as in the language', () => {
    expect(intl('de').list(['a', 'b', 'c'])).toBe('a, b und c');
    expect(intl('en').list(['a', 'b'])).toBe('a and b');
    expect(intl('de').dateTime(new Date(2024, 4, 3, 14, 5))).toContain('14:05');
  });
});
