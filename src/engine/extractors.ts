/** From files to extractors that measures can use: the one that ships, verified and self-tested, and one's own. */
import { SpecimenError } from '../contract/errors.ts';
import type { CustomExtractor, ExtractorCard, ExtractorRole } from '../contract/extractorCard.ts';
import type { MeasureRequest } from '../contract/measure.ts';
import type { BackendReport } from '../contract/request.ts';
import type { Gpu } from './gpu/device.ts';
import type { Loader, LoadOptions } from './loader.ts';
import { customExtractor } from './metrics/customExtractor.ts';
import type { Extractor } from './metrics/extractor.ts';
import type { GpuNetwork } from './metrics/gather.ts';
import type { Instruments } from './metrics/job.ts';
import { ownExtractor, proveExtractor, type Call, type OwnExtractor } from './metrics/ownExtractor.ts';
import type { Network } from './session.ts';
import type { Library } from './weights.ts';

export interface LoadedExtractor<E extends Extractor = Extractor> {
  extractor: E;
  backend: BackendReport;
  /** The runtime's device, where the extractor runs on WebGPU. */
  gpu: Gpu | null;
}

/** Pixels per network call: sixteen 64-px images on WASM, where a cancel must be heard soon; more to fill a GPU. */
const PIXELS = { wasm: 2 ** 16, webgpu: 2 ** 18 } as const;

export class Extractors {
  readonly #library: Library;
  readonly #loader: Loader;
  /** Those in use, by preference; one that failed to load is forgotten, so that the next call tries again. */
  readonly #own = new Map<string, Promise<LoadedExtractor<OwnExtractor>>>();

  constructor(library: Library, loader: Loader) {
    this.#library = library;
    this.#loader = loader;
  }

  /** The extractor that ships. @throws SpecimenError `CardInvalid`, `ModelUnavailable`, `ModelCorrupt`, `SelfTestFailed`, of the runtime; Cancelled. */
  own(options: LoadOptions): Promise<LoadedExtractor<OwnExtractor>> {
    const known = this.#own.get(options.preference);
    if (known) return known;
    const loading = this.#load(options);
    this.#own.set(options.preference, loading);
    loading.catch(() => this.#own.delete(options.preference));
    return loading;
  }

  /**
   * An extractor of one's own from the bytes of its ONNX file, to be released after use: such files may be large, and every
   * measurement opens one anew.
   * @throws SpecimenError `BadRequest` when the file is no readable graph or does not fit what was said about it; of the runtime
   */
  async custom(
    custom: CustomExtractor,
    file: Uint8Array,
    options: LoadOptions,
  ): Promise<LoadedExtractor & Required<Pick<Instruments, 'release'>>> {
    const { networks, backend, gpu } = await this.#loader
      .graphs(
        {
          name: custom.name,
          totalBytes: file.byteLength,
          download: () => Promise.resolve([file]),
          prove: () => Promise.resolve(null),
        },
        options,
      )
      .catch((cause: unknown) => {
        if (cause instanceof SpecimenError && cause.name === 'RuntimeFailed') {
          throw new SpecimenError(
            'BadRequest',
            `${custom.name} could not be opened; choose an ONNX file that onnxruntime can read.`,
            cause.cause,
          );
        }
        throw cause;
      });
    const network = networks[0]!;
    const graph = {
      inputs: network.inputs,
      outputNames: network.outputNames,
      runAll: callOf(network),
      device: gpuCallOf(gpu, network),
    };
    const release = () => network.release();
    try {
      return { extractor: await customExtractor(custom, graph, PIXELS[backend.backend]), backend, gpu, release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  async #load(options: LoadOptions): Promise<LoadedExtractor<OwnExtractor>> {
    const card = await this.#library.extractorCard();
    const { networks, backend, gpu } = await this.#loader.graphs(
      {
        name: card.name,
        totalBytes: card.files.reduce((sum, file) => sum + file.bytes, 0),
        download: (onBytes) => this.#download(card, options.signal, onBytes),
        prove: (loaded) => proveExtractor(card, callsOf(card, loaded)),
      },
      options,
    );
    const device = gpuCallOf(gpu, networkOf(card, networks, 'features'));
    return { extractor: ownExtractor(card, callsOf(card, networks), PIXELS[backend.backend], device), backend, gpu };
  }

  #download(
    card: ExtractorCard,
    signal: AbortSignal | undefined,
    onBytes: (loaded: number) => void,
  ): Promise<Uint8Array[]> {
    const loaded = card.files.map(() => 0);
    return Promise.all(
      card.files.map((file, k) =>
        this.#library.weights(card, file, signal, (bytes) => {
          loaded[k] = bytes;
          onBytes(loaded.reduce((a, b) => a + b, 0));
        }),
      ),
    );
  }
}

/**
 * What a measurement works with. Without Specimen's extractor, the measures that need none are still worth having; one's own
 * was asked for by name, so that its failure is told.
 */
export async function instrumentsFor(
  { extractor: asked }: MeasureRequest,
  extractors: Extractors,
  options: LoadOptions,
): Promise<Instruments> {
  if (asked) return extractors.custom(asked.custom, asked.file, options);
  try {
    return await extractors.own(options);
  } catch (error) {
    if (!(error instanceof SpecimenError) || error.name === 'DeviceLost') throw error;
    return { extractor: `Measures that need the extractor are missing: ${error.message}`, gpu: null };
  }
}

const callOf =
  (network: Network): Call =>
  (inputs) =>
    network.runAll(inputs);

const gpuCallOf = (gpu: Gpu | null, network: Network): GpuNetwork | null =>
  gpu && { gpu, run: (inputs) => network.runResident(inputs) };

const networkOf = (card: ExtractorCard, networks: Network[], role: ExtractorRole) =>
  networks[card.files.findIndex((file) => file.role === role)]!;

function callsOf(card: ExtractorCard, networks: Network[]): Record<ExtractorRole, Call> {
  const of = (role: ExtractorRole) => callOf(networkOf(card, networks, role));
  return { features: of('features'), perceptual: of('perceptual'), text: of('text') };
}
