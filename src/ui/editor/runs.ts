/** Masks as text: runs of equal values, each a byte and a length in base 128, lowest digit first; all of it in base64. */

/** @throws Error when the text does not hold exactly `length` values */
export function decodeRuns(text: string, length: number): Uint8Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const mask = new Uint8Array(length);
  let end = 0;
  for (let i = 0; i < bytes.length;) {
    const value = bytes[i++]!;
    let run = 0;
    for (let scale = 1; ; scale *= 128) {
      const digit = bytes[i++];
      if (digit === undefined) throw new Error('The runs of a mask end within a number.');
      run += (digit & 127) * scale;
      if (digit < 128) break;
    }
    mask.fill(value, end, end + run);
    end += run;
  }
  if (end !== length) throw new Error(`The runs of a mask hold ${end} values instead of ${length}.`);
  return mask;
}

export function encodeRuns(mask: Uint8Array): string {
  const bytes: number[] = [];
  let text = '';
  for (let start = 0, end = 0; start < mask.length; start = end) {
    const value = mask[start]!;
    while (end < mask.length && mask[end] === value) end++;
    bytes.push(value);
    let run = end - start;
    for (; run >= 128; run = Math.floor(run / 128)) bytes.push(128 + (run % 128));
    bytes.push(run);
    // Spread arguments go over the stack, so they are taken in parts.
    if (bytes.length > 8192) text += String.fromCharCode(...bytes.splice(0));
  }
  return btoa(text + String.fromCharCode(...bytes));
}
