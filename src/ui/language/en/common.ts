/** What several screens call the same things: the field's term, in words a student understands. */
import { intl } from '../intl.ts';

const { count, decimal } = intl('en');

const noise = {
  label: 'Instrument noise',
  hint: 'Standard deviation of the pixel noise, in grey units from 0 (black) to 1 (white).',
};
const size = (label: string, phase: string, more = '') => ({
  label,
  hint: `Mean length of a straight line through ${phase}, in pixels of the slice (mean linear intercept).${more}`,
});
const solid =
  ' Grains that touch count as one, so it is several grain diameters, grows as porosity falls, and is at most the side of the slice.';

export default {
  materials: { rocks: 'Rocks', fibers: 'Fibers', roots: 'Roots' },
  looks: { real: 'Real', simulated: 'Simulated' },
  attributes: {
    rocks: {
      areaFraction: { label: 'Porosity', hint: 'Fraction of the slice that is pore: pixels darker than grey 0.334.' },
      featureSize: size('Grain size', 'the solid', solid),
      noise,
    },
    fibers: {
      areaFraction: { label: 'Fiber fraction', hint: 'Fraction of the slice that is fiber.' },
      featureSize: size('Fiber size', 'the fibers'),
      noise,
    },
    roots: {
      areaFraction: { label: 'Root fraction', hint: 'Fraction of the scan that is covered by roots.' },
      featureSize: size('Root width', 'the roots'),
      noise,
    },
  },
  slices: (n: number) => count(n, { one: 'slice', other: 'slices' }),
  seed: (seed: number) => `seed ${seed}`,
  /** A slice of an interpolation, `index` from 1. */
  between: (index: number, n: number, from: number, to: number) => `${index} of ${n} from seed ${from} to ${to}`,
  /** “Rocks, seed 42, porosity measured 0.17”. */
  slice: (material: string, origin: string, attribute: string, value: string) =>
    `${material}, ${origin}, ${attribute} measured ${value}`,
  wasm: (threads: number) => `WASM, ${count(threads, { one: 'thread', other: 'threads' })}`,
  minutes: (minutes: number, seconds: string) => `${decimal(minutes)} min ${seconds} s`,
  error: { details: 'Details', noMore: 'no more is known', retry: 'Try again', close: 'Close' },
  cancel: 'Cancel',
  cancelled: 'Cancelled.',
  controls: 'Controls',
  startKeys: 'Ctrl+Enter',
};
