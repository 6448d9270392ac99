/** English that is left on a page in German. */
import type { Page } from 'playwright';

type Tree = { [key: string]: Tree | string | ((...values: never[]) => string) };

const files = import.meta.glob<{ default: Tree }>('../../../src/ui/language/{en,de}/**/*.ts', { eager: true });
const treesOf = (code: string) =>
  Object.entries(files)
    .filter(([path]) => path.includes(`/language/${code}/`))
    .map(([, { default: tree }]) => tree);

/** Words that every English sentence has and no German one. */
const GIVEAWAYS =
  /(?<!\p{L})(?:[Tt]he|[Oo]f|[Aa]nd|[Ww]ith|[Ff]rom|is|are|[Tt]his|[Tt]hat|[Ww]hich|[Yy]our?|[Ff]or|[Bb]y|[Tt]o|[Ii]ts?|[Cc]hoose)(?!\p{L})/u;
/** Shorter fragments of sentences with values could stand in a German one by chance. */
const TELLING = 12;

/** The sentences of a language, and of those with values the pieces between them. */
function sentences(tree: Tree): { whole: string[]; pieces: string[] } {
  const whole: string[] = [];
  const pieces: string[] = [];
  for (const value of Object.values(tree)) {
    if (typeof value === 'string') whole.push(value);
    else if (typeof value === 'function') {
      pieces.push(
        ...value
          .toString()
          .split(/[`'"]|\$\{|\}/)
          .map((piece) => piece.trim())
          .filter((piece) => piece.length >= TELLING && /^[\p{L}’,.;: -]+$/u.test(piece) && piece.includes(' ')),
      );
    } else {
      const inner = sentences(value);
      whole.push(...inner.whole);
      pieces.push(...inner.pieces);
    }
  }
  return { whole, pieces };
}

const english = treesOf('en').map(sentences);
const german = treesOf('de').map(sentences);
const shared = new Set(german.flatMap(({ whole, pieces }) => [...whole, ...pieces]));
const only = (list: string[]) => [...new Set(list)].filter((sentence) => !shared.has(sentence));
/** What the page says in English and does not say in German. */
export const ENGLISH = {
  whole: new Set(only(english.flatMap(({ whole }) => whole)).filter((sentence) => /\p{L}{3}/u.test(sentence))),
  pieces: only(english.flatMap(({ pieces }) => pieces)),
};

/** Everything that a page says, seen or heard, but what is marked as English. */
export function saidOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said: string[] = [document.title];
    const walk = (element: Element): void => {
      if (element.matches('script, style, noscript, [lang=en]')) return;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']) {
        const value = element.getAttribute(name);
        if (value) said.push(value);
      }
      for (const node of element.childNodes) {
        if (node instanceof Element) walk(node);
        else if (node.nodeType === Node.TEXT_NODE && node.textContent?.trim()) said.push(node.textContent);
      }
    };
    walk(document.body);
    return [...new Set(said.map((text) => text.replace(/\s+/g, ' ').trim()))];
  });
}

/** What of it is English: a sentence of the English part, a piece of one, or a text with the words of one. */
export function foreignIn(said: string[]): string[] {
  return said.filter(
    (text) => ENGLISH.whole.has(text) || ENGLISH.pieces.some((piece) => text.includes(piece)) || GIVEAWAYS.test(text),
  );
}
