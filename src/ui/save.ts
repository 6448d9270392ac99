/** Files that leave the page for the visitor's disk. */
import type { PackFormat } from '../contract/kept.ts';
import { provenance, type EditProvenance } from '../contract/provenance.ts';
import type { SampleResult } from '../contract/request.ts';
import type { Slice } from '../lib/slice.ts';
import type { Measurement } from './state/measureRun.svelte.ts';
import { describeOrigin } from './words.ts';

/** Saves one slice as a grey PNG that carries how it was made. The encoder is loaded when it is first needed. */
export async function savePng(result: SampleResult, index: number, bitDepth: 8 | 16): Promise<void> {
  const { encodePng } = await import('../lib/png.ts');
  const { data, width, height } = result.images;
  const pixels = width * height;
  const image = { data: data.subarray(index * pixels, (index + 1) * pixels), width, height };
  const bytes = encodePng(image, bitDepth, provenance(result, index));
  const { material, model } = result.request;
  const name =
    `${material} ${model} ${describeOrigin(result, index)}${bitDepth === 16 ? ' 16-bit' : ''}.png`.replaceAll(' ', '-');
  download(new Blob([bytes.slice()], { type: 'image/png' }), name);
}

/** Saves a slice at its own bit depth: pixels that no edit touched are bit for bit what they were. */
export async function saveSlice(slice: Slice, metadata: EditProvenance, name: string): Promise<void> {
  const { encodePixels } = await import('../lib/png.ts');
  const bytes = encodePixels(slice, metadata);
  download(new Blob([bytes.slice()], { type: 'image/png' }), name);
}

export type ReportFormat = 'html' | 'csv' | 'json';

/** Saves a measurement with everything it was made of, its pixels left out. */
export async function saveReport(measurement: Measurement, format: ReportFormat): Promise<void> {
  const { buildReport } = await import('./report/data.ts');
  const report = await buildReport(measurement);
  const name = `specimen-${report.settings.material}-${report.at.slice(0, 19).replaceAll(':', '')}.${format}`;
  if (format === 'json') {
    download(new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }), name);
  } else if (format === 'csv') {
    const { toCsv } = await import('./report/csv.ts');
    download(new Blob(['\uFEFF', toCsv(report)], { type: 'text/csv' }), name); // the mark tells Excel that it is UTF-8
  } else {
    const [{ toHtml }, { contactSheet }] = await Promise.all([import('./report/html.ts'), import('./report/sheet.ts')]);
    const { reference, synthetic } = measurement;
    const sheets = { reference: contactSheet(reference.images), synthetic: contactSheet(synthetic.images) };
    download(new Blob([toHtml(report, sheets)], { type: 'text/html' }), name);
  }
}

/** Hands a set of the gallery to the browser. */
export function downloadSet(zip: Blob, format: PackFormat): void {
  const now = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  download(zip, `specimen-set-${now}-${format}.zip`);
}

/** Hands a file to the browser, which saves it where the visitor's downloads go. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The browser reads the address after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
