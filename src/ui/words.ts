/** What the page calls things: the field's term, in words a student understands. */
import type { AttributeName, Look, Material } from '../contract/materials.ts';
import type { BackendReport, SampleResult } from '../contract/request.ts';
import { commonWords } from './language/common.ts';
import { local, table } from './language/language.svelte.ts';

/** Read anew at each use: they are in the language spoken now. */
export const MATERIAL_NAMES: Record<Material, string> = table(() => commonWords().materials);
export const LOOK_NAMES: Record<Look, string> = table(() => commonWords().looks);

export interface AttributeWords {
  label: string;
  /** What the number is of; shown on hover and focus. */
  hint: string;
  unit: string;
  digits: number; // after the decimal point
}

const UNITS: Record<AttributeName, Pick<AttributeWords, 'unit' | 'digits'>> = {
  areaFraction: { unit: '', digits: 2 },
  featureSize: { unit: 'px', digits: 1 },
  noise: { unit: '', digits: 3 },
};

const attributes = (material: Material): Record<AttributeName, AttributeWords> =>
  table(() => {
    const { areaFraction, featureSize, noise } = commonWords().attributes[material];
    return {
      areaFraction: { ...areaFraction, ...UNITS.areaFraction },
      featureSize: { ...featureSize, ...UNITS.featureSize },
      noise: { ...noise, ...UNITS.noise },
    };
  });

export const ATTRIBUTE_WORDS: Record<Material, Record<AttributeName, AttributeWords>> = {
  rocks: attributes('rocks'),
  fibers: attributes('fibers'),
  roots: attributes('roots'),
};

export function formatAttribute(value: number, { digits, unit }: AttributeWords): string {
  const number = local().decimal(value, digits);
  return unit ? `${number} ${unit}` : number;
}

/** Which noise a slice was drawn from: “seed 42”, or “7 of 16 from seed 42 to 7” on an interpolation. */
export function describeOrigin({ request, slices }: SampleResult, index: number): string {
  const { seed, count, interpolateTo } = request;
  return interpolateTo === undefined
    ? commonWords().seed(slices[index]!.seed)
    : commonWords().between(index + 1, count, seed, interpolateTo);
}

/** A slice in words: “Rocks, seed 42, porosity measured 0.17”. */
export function describeSlice(result: SampleResult, index: number): string {
  const { material } = result.request;
  const words = ATTRIBUTE_WORDS[material].areaFraction;
  const value = formatAttribute(result.slices[index]!.measured.areaFraction, words);
  const label = local().inSentence(words.label);
  return commonWords().slice(MATERIAL_NAMES[material], describeOrigin(result, index), label, value);
}

/** “WebGPU”, “WASM, 4 threads”. */
export function describeBackend({ backend, threads }: BackendReport): string {
  return backend === 'webgpu' ? 'WebGPU' : commonWords().wasm(threads);
}
