/** Numbers, plurals and lists as a language writes them. */

export interface Plural {
  one: string;
  other: string;
}

export interface Local {
  /** With exactly `digits` after the decimal sign and a true minus: “0.17”, “0,17”, “−3.0”. */
  decimal: (value: number, digits?: number) => string;
  /** The form of a noun that goes with a number. */
  plural: (count: number, forms: Plural) => string;
  /** A number with its noun: “1 slice”, “16 slices”. */
  count: (count: number, forms: Plural) => string;
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
  const plural = (count: number, { one, other }: Plural) => (rules.select(count) === 'one' ? one : other);
  return {
    decimal,
    plural,
    count: (count, forms) => `${decimal(count)} ${plural(count, forms)}`,
    list: (items) => new Intl.ListFormat(locale).format(items),
    dateTime: (date) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date),
  };
}
