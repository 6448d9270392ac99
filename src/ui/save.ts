/** Files that leave the page for the visitor's disk. */
import { provenance } from '../contract/provenance.ts';
import type { SampleResult } from '../contract/request.ts';
import { describeOrigin } from './words.ts';

/** Saves one slice as a grey PNG that carries how it was made. The encoder is loaded when it is first needed. */
export async function savePng(result: SampleResult, index: number, bitDepth: 8 | 16): Promise<void> {
  const { encodePng } = await import('../lib/png.ts');
  const { data, width, height } = result.images;
  const pixels = width * height;
  const image = { data: data.subarray(index * pixels, (index + 1) * pixels), width, height };
  const bytes = encodePng(image, bitDepth, provenance(result, index));
  const { material, model } = result.request;
  const name = `${material} ${model} ${describeOrigin(result, index)}.png`.replaceAll(' ', '-');
  download(new Blob([bytes.slice()], { type: 'image/png' }), name);
}

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The browser reads the address after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
