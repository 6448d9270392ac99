/** Numbers, plurals and lists as a language writes them. */

export interface Plural {
  one: string;
  other: string;
}

export interface Local {
  /** With exactly `digits` after the decimal sign and a true minus: “0.17”, “0,17”, “−3.0”. */
  decimal: (value: number, digits?: number) => string;
  /** With so many significant digits, as `toPrecision` writes it. */
  significant: (value: number, digits: number) => string;
  /** With so many significant digits and an exponent: “1.5e−7”. */
  exponential: (value: number, digits: number) => string;
  /** A number that was written with a point, without thousands. */
  written: (number: string) => string;
  /** As it is, with the decimal sign of the language. */
  plain: (value: number) => string;
  /** At most three digits after the decimal sign, thousands apart. */
  grouped: (value: number) => string;
  /** The form of a noun that goes with a number. */
  plural: (count: number, forms: Plural) => string;
  /** A number with its noun: “1 slice”, “16 slices”. */
  count: (count: number, forms: Plural) => string;
  /** A name that begins a label, within a sentence: “porosity”, but „Porosität“. */
  inSentence: (label: string) => string;
  /** “a, b and c”. */
  list: (items: string[]) => string;
  /** The day and the time of it, as short as they are understood. */
  dateTime: (date: Date) => string;
}

/** @param locale a BCP 47 tag, such as `de` */
export function intl(locale: string): Local {
  const rules = new Intl.PluralRules(locale);
  const formats = new Map<number, Intl.NumberFormat>();
  const format = (digits: number) => {
    let found = formats.get(digits);
    if (!found) {
      found = new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        useGrouping: false, // seeds and sizes are typed back in
        signDisplay: 'negative',
      });
      formats.set(digits, found);
    }
    return found;
  };
  const decimal = (value: number, digits = 0) => format(digits).format(value).replace('-', '−');
  const sign = decimal(0.5, 1)[1]!;
  const written = (number: string) => number.replace('.', sign).replaceAll('-', '−');
  const plural = (count: number, { one, other }: Plural) => (rules.select(count) === 'one' ? one : other);
  return {
    decimal,
    written,
    significant: (value, digits) => written(value.toPrecision(digits)),
    exponential: (value, digits) => written(value.toExponential(digits - 1)).replace('e+', 'e'),
    plain: (value) => written(String(value)),
    grouped: (value) => new Intl.NumberFormat(locale).format(value),
    plural,
    count: (count, forms) => `${decimal(count)} ${plural(count, forms)}`,
    // German alone begins its nouns with a capital everywhere; its labels are nouns.
    inSentence: (label) => (locale === 'de' ? label : label.toLowerCase()),
    list: (items) => new Intl.ListFormat(locale).format(items),
    dateTime: (date) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date),
  };
}
