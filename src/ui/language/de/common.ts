import type en from '../en/common.ts';
import { intl } from '../intl.ts';

const { count, decimal } = intl('de');

const noise = {
  label: 'Geräterauschen',
  hint: 'Standardabweichung des Pixelrauschens, in Grauwerten von 0 (schwarz) bis 1 (weiß).',
};
const size = (label: string, phase: string, more = '') => ({
  label,
  hint: `Mittlere Länge einer geraden Linie durch ${phase}, in Pixeln des Schnitts (mittlere Sehnenlänge).${more}`,
});
const solid =
  ' Körner, die sich berühren, zählen als eines: Der Wert ist ein Mehrfaches des Korndurchmessers, wächst bei sinkender Porosität und ist höchstens die Seite des Schnitts.';

const de: typeof en = {
  materials: { rocks: 'Gesteine', fibers: 'Fasern', roots: 'Wurzeln' },
  looks: { real: 'Real', simulated: 'Simuliert' },
  attributes: {
    rocks: {
      areaFraction: {
        label: 'Porosität',
        hint: 'Anteil des Schnitts, der Pore ist: Pixel dunkler als Grauwert 0,334.',
      },
      featureSize: size('Korngröße', 'den Feststoff', solid),
      noise,
    },
    fibers: {
      areaFraction: { label: 'Faseranteil', hint: 'Anteil des Schnitts, der Faser ist.' },
      featureSize: size('Fasergröße', 'die Fasern'),
      noise,
    },
    roots: {
      areaFraction: { label: 'Wurzelanteil', hint: 'Anteil des Scans, den Wurzeln bedecken.' },
      featureSize: size('Wurzelbreite', 'die Wurzeln'),
      noise,
    },
  },
  slices: (n) => count(n, { one: 'Schnitt', other: 'Schnitte' }),
  seed: (seed) => `Seed ${seed}`,
  between: (index, n, from, to) => `${index} von ${n} zwischen Seed ${from} und ${to}`,
  slice: (material, origin, attribute, value) => `${material}, ${origin}, ${attribute} gemessen ${value}`,
  wasm: (threads) => `WASM, ${count(threads, { one: 'Thread', other: 'Threads' })}`,
  minutes: (minutes, seconds) => `${decimal(minutes)} min ${seconds} s`,
  error: { details: 'Einzelheiten', noMore: 'mehr ist nicht bekannt', retry: 'Erneut versuchen', close: 'Schließen' },
  cancel: 'Abbrechen',
  cancelled: 'Abgebrochen.',
  controls: 'Einstellungen',
  startKeys: 'Strg+Enter',
};
export default de;
