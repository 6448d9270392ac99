/** Sentences from below the page, which are made in English, in the other languages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { language } from '../../src/ui/language/language.svelte.ts';
import { spoken, spokenSteps } from '../../src/ui/language/spoken.ts';

const SOURCES = ['src/contract', 'src/lib', 'src/engine', 'src/client', 'src/store', 'workers'];

beforeAll(() => language.use('de'));
afterAll(() => language.use('en'));

/** The sentences that a file gives to errors: literals, or templates with `value 1`, `value 2` … in their places. */
function sentencesOf(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const constants = new Map<string, ts.Expression>();
  const found: string[] = [];
  const texts = (node: ts.Expression | undefined): string[] => {
    if (!node) return [];
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isTemplateExpression(node)) {
      return [node.templateSpans.reduce((text, { literal }, i) => `${text}value ${i}${literal.text}`, node.head.text)];
    }
    if (ts.isConditionalExpression(node)) return [...texts(node.whenTrue), ...texts(node.whenFalse)];
    const constant = ts.isIdentifier(node) ? constants.get(node.text) : undefined;
    return constant === node ? [] : texts(constant);
  };
  const declared = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      constants.set(node.name.text, node.initializer);
    }
    ts.forEachChild(node, declared);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node)) {
      const place = { SpecimenError: 1, Refused: 0 }[node.expression.getText()];
      if (place !== undefined) found.push(...texts(node.arguments?.[place]));
    }
    ts.forEachChild(node, visit);
  };
  declared(source);
  visit(source);
  return found;
}

const sentences = SOURCES.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => sentencesOf(join(folder, name))),
);

test('every sentence that an error carries has its German one', () => {
  expect(sentences.length).toBeGreaterThan(70);
  expect(sentences.filter((sentence) => spoken(sentence) === sentence)).toEqual([]);
});

describe('in German', () => {
  test('values stand where the sentence has them, in the language too', () => {
    expect(spoken('measured here: 12 ms against 30 ms with WASM')).toBe('hier gemessen: 12 ms gegen 30 ms mit WASM');
    expect(spoken('It has 2.5 GB, and files up to 2.1 GB are read; split it into parts.')).toContain('2,5 GB');
    expect(
      spoken('OpenAI had too many requests from this key; wait a minute and send again. Nothing was billed.'),
    ).toBe(
      'OpenAI hatte zu viele Anfragen von diesem Schlüssel. Bitte eine Minute warten und noch einmal senden. Berechnet wurde nichts.',
    );
    expect(spoken('There is no model “a{0}.*”; choose one of b.')).toBe(
      'Ein Modell „a{0}.*“ gibt es nicht; es gibt b.',
    );
  });

  test('what is not known stays as it is', () => {
    expect(spoken('A sentence of a later version.')).toBe('A sentence of a later version.');
    expect(spoken('')).toBe('');
  });

  test('the steps of a file are told one by one', () => {
    expect(spokenSteps('PNG, 16 bit, RGB → luminance; grey 0..65535 → [0, 1]; centre 64×64 of 96×96')).toBe(
      'PNG, 16 Bit, RGB → Helligkeit; Grau 0..65535 → [0, 1]; Mitte 64×64 von 96×96',
    );
  });
});

test('in English everything stays as it was made', async () => {
  await language.use('en');
  expect(sentences.map(spoken)).toEqual(sentences);
  await language.use('de');
});
