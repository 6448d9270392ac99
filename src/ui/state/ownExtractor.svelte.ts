/** An extractor of one's own: its ONNX file, and what has to be known about it, asked for once and kept in this browser. */
import * as v from 'valibot';
import { numbersTyped } from '../format.ts';
import { measureScreenWords } from '../language/measure.ts';
import { CustomExtractorSchema, type CustomExtractor } from '../../contract/extractorCard.ts';
import { sha256 } from '../../lib/digest.ts';

/** As typed. The defaults are those of most networks that learned from photographs. */
const Answers = v.object({
  input: v.string(),
  output: v.string(),
  side: v.string(),
  channels: v.picklist(['1', '3']),
  mean: v.string(),
  deviation: v.string(),
  inception: v.boolean(),
});
export type ExtractorAnswers = v.InferOutput<typeof Answers>;

const DEFAULTS: ExtractorAnswers = {
  input: 'input',
  output: 'output',
  side: '299',
  channels: '3',
  mean: '0.5',
  deviation: '0.5',
  inception: false,
};
const KEY = 'specimen.extractor';

export interface LoadedFile {
  name: string;
  bytes: Uint8Array;
  sha256: string;
}

export class OwnExtractor {
  /** Whether it is used in place of Specimen's. */
  used = $state(false);
  file = $state.raw<LoadedFile | null>(null);
  answers = $state<ExtractorAnswers>(readAnswers());

  /** What the engine is told; null while something is missing or wrong. */
  readonly custom = $derived.by((): CustomExtractor | null => {
    const parsed = v.safeParse(CustomExtractorSchema, {
      name: this.file?.name ?? '',
      input: this.answers.input.trim(),
      output: this.answers.output.trim(),
      height: Number(this.answers.side),
      width: Number(this.answers.side),
      channels: Number(this.answers.channels),
      mean: perChannel(this.answers.mean, this.answers.channels),
      deviation: perChannel(this.answers.deviation, this.answers.channels),
      inception: this.answers.inception,
    });
    return parsed.success ? parsed.output : null;
  });
  /** What is missing, in a sentence; null where nothing is. */
  readonly problem = $derived.by(() => {
    if (!this.used || this.custom) return null;
    const { incomplete, noFile } = measureScreenWords().extractor;
    return this.file ? incomplete : noFile;
  });

  async load(file: File): Promise<void> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.file = { name: file.name.replace(/\.onnx$/i, ''), bytes, sha256: await sha256(bytes) };
  }

  /** Keeps the answers for the next visit, where this browser allows that. */
  keep(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.answers));
    } catch {
      // Forbidden storage: they hold until the page is closed.
    }
  }
}

function readAnswers(): ExtractorAnswers {
  try {
    const stored = v.safeParse(Answers, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return stored.success ? stored.output : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
}

/** “0.5” for every channel, or one number for each. */
function perChannel(text: string, channels: '1' | '3'): number[] {
  const numbers = numbersTyped(text);
  return numbers.length === 1 ? Array.from({ length: Number(channels) }, () => numbers[0]!) : numbers;
}
