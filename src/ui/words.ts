/** What the page calls things: the field's term, in words a student understands. */
import type { AttributeName, Look, Material } from '../contract/materials.ts';
import type { BackendReport, SampleResult } from '../contract/request.ts';

export const MATERIAL_NAMES: Record<Material, string> = { rocks: 'Rocks', fibers: 'Fibers', roots: 'Roots' };
export const LOOK_NAMES: Record<Look, string> = { real: 'Real', simulated: 'Simulated' };

export interface AttributeWords {
  label: string;
  /** What the number is of; shown on hover and focus. */
  hint: string;
  unit: string;
  digits: number; // after the decimal point
}

const noise: AttributeWords = {
  label: 'Instrument noise',
  hint: 'Standard deviation of the pixel noise, in grey units from 0 (black) to 1 (white).',
  unit: '',
  digits: 3,
};

const size = (label: string, phase: string): AttributeWords => ({
  label,
  hint: `Mean length of a straight line through ${phase}, in pixels of the slice (mean linear intercept).`,
  unit: 'px',
  digits: 1,
});

export const ATTRIBUTE_WORDS: Record<Material, Record<AttributeName, AttributeWords>> = {
  rocks: {
    areaFraction: {
      label: 'Porosity',
      hint: 'Fraction of the slice that is pore: pixels darker than grey 0.334.',
      unit: '',
      digits: 2,
    },
    featureSize: size('Grain size', 'the solid'),
    noise,
  },
  fibers: {
    areaFraction: {
      label: 'Fiber fraction',
      hint: 'Fraction of the slice that is fiber.',
      unit: '',
      digits: 2,
    },
    featureSize: size('Fiber size', 'the fibers'),
    noise,
  },
  roots: {
    areaFraction: {
      label: 'Root fraction',
      hint: 'Fraction of the scan that is covered by roots.',
      unit: '',
      digits: 2,
    },
    featureSize: size('Root width', 'the roots'),
    noise,
  },
};

export function formatAttribute(value: number, { digits, unit }: AttributeWords): string {
  return unit ? `${value.toFixed(digits)} ${unit}` : value.toFixed(digits);
}

/** Which noise a slice was drawn from: “seed 42”, or “7 of 16 from seed 42 to 7” on an interpolation. */
export function describeOrigin({ request, slices }: SampleResult, index: number): string {
  const { seed, count, interpolateTo } = request;
  return interpolateTo === undefined
    ? `seed ${slices[index]!.seed}`
    : `${index + 1} of ${count} from seed ${seed} to ${interpolateTo}`;
}

/** A slice in words: “Rocks, seed 42, porosity measured 0.17”. */
export function describeSlice(result: SampleResult, index: number): string {
  const { material } = result.request;
  const words = ATTRIBUTE_WORDS[material].areaFraction;
  const value = formatAttribute(result.slices[index]!.measured.areaFraction, words);
  return `${MATERIAL_NAMES[material]}, ${describeOrigin(result, index)}, ${words.label.toLowerCase()} measured ${value}`;
}

/** “WebGPU”, “WASM, 4 threads”. */
export function describeBackend({ backend, threads }: BackendReport): string {
  if (backend === 'webgpu') return 'WebGPU';
  return threads === 1 ? 'WASM, 1 thread' : `WASM, ${threads} threads`;
}
