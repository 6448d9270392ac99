/**
 * From a model's id to a network that has proved itself on the backend that suits this machine.
 *
 * The backend is chosen by measurement: where there is a real GPU, one warm network call is timed on WebGPU and on WASM, and
 * the result is remembered per adapter, model and version. Small models are often faster on WASM, and a software adapter
 * always is slower, so it is never measured.
 */
import type { ModelCard } from '../contract/card.ts';
import { SpecimenError } from '../contract/errors.ts';
import type { EnginePreference, BackendReport, Progress } from '../contract/request.ts';
import { throwIfAborted, unlessAborted } from '../lib/abort.ts';
import type { Cache } from '../store/cache.ts';
import { Gpu } from './gpu/device.ts';
import { probeAdapter, type AdapterReport } from '../lib/adapter.ts';
import { fetchHalf, halfBytes, proveHalf, type Half } from './half.ts';
import { selfTest, tried } from './models/golden.ts';
import { byTime, key, label, orderOf, planBackends, reasonOf, type Plan, type Refusal } from './plan.ts';
import { Runtimes, type RuntimeBinaries } from './runtimes.ts';
import type { Network, Provider, Runtime } from './session.ts';
import { Timings } from './timings.ts';
import type { Library } from './weights.ts';

export interface LoadedModel {
  card: ModelCard;
  network: Network;
  /** Of the build that opened it. */
  runtime: Runtime;
  /** The gradient of the noise-aware classifier, once a run has asked for it. */
  classifier: Network | null;
  /** The graph that moves estimates towards asked attributes, where the card names one and a run has needed it. */
  projection: Network | null;
  /** The VAE's encoder, once a run has asked for it. */
  encoder: Network | null;
  /** The runtime's device, on WebGPU. */
  gpu: Gpu | null;
  backend: BackendReport;
  /** True until the first run of this model on this backend is over. */
  cold: boolean;
}

export interface LoadOptions {
  preference: EnginePreference;
  signal?: AbortSignal;
  onProgress: (progress: Progress) => void;
}

export type BesideOptions = Omit<LoadOptions, 'preference'>;

export interface GraphSet {
  name: string;
  totalBytes: number;
  download: (onBytes: (loaded: number) => void) => Promise<Uint8Array[]>;
  prove: (networks: Network[]) => Promise<string | null>;
}

export interface LoadedGraphs {
  networks: Network[];
  backend: BackendReport;
  /** The runtime's device, on WebGPU. */
  gpu: Gpu | null;
}

/** What there is to open a model from. */
interface Ingredients {
  runtime: Runtime;
  bytes: Uint8Array;
  half: Half;
  adapter: AdapterReport | null;
  onProgress: LoadOptions['onProgress'];
}

export class Loader {
  readonly #library: Library;
  readonly #timings: Timings;
  readonly #runtimes: Runtimes;
  readonly #networks = new Map<string, LoadedModel>();
  /** How models failed on providers while another one did not; they are not tried again where there is a choice. */
  readonly #refused = new Map<string, Refusal>();
  #adapter: Promise<AdapterReport | null> | null = null;

  constructor(library: Library, cache: Cache, binaries: RuntimeBinaries | null) {
    this.#library = library;
    this.#timings = new Timings(cache);
    this.#runtimes = new Runtimes(binaries);
  }

  /** @throws SpecimenError of any kind but `OutputInvalid`; Cancelled. */
  async load(id: string, { preference, signal, onProgress }: LoadOptions): Promise<LoadedModel> {
    const card = await this.#library.card(id);
    throwIfAborted(signal);
    this.#adapter ??= probeAdapter();
    const adapter = await this.#adapter;
    const plan = planBackends(preference, adapter);
    const webgpu = plan.providers.includes('webgpu');

    const times = await this.#timings.known(card, plan, adapter);
    const { order, settled } = orderOf(plan, this.#refusing(card, plan), times);
    const held = settled && this.#held(card, order[0]!);
    if (held) return this.#explained(held, plan, times);

    const file = card.files[0]!;
    const gpu = webgpu ? adapter : null;
    const total = file.bytes + halfBytes(card, gpu) + this.#runtimes.missingBytes(webgpu);
    const loadedBytes = { model: 0, half: 0, runtime: 0 };
    const report = (part: keyof typeof loadedBytes) => (bytes: number) => {
      loadedBytes[part] = bytes;
      const { model, half, runtime } = loadedBytes;
      onProgress({ stage: 'download', loadedBytes: model + half + runtime, totalBytes: total });
    };
    report('model')(0);
    const [bytes, half, runtime] = await Promise.all([
      this.#library.weights(card, file, signal, report('model')),
      fetchHalf(this.#library, card, gpu, signal, report('half')),
      unlessAborted(this.#runtimes.get(webgpu, report('runtime')), signal),
    ]);
    throwIfAborted(signal);
    onProgress({ stage: 'compile' });

    const opened: LoadedModel[] = [];
    const failures = new Map<Provider, unknown>();
    for (const provider of order) {
      try {
        const model =
          this.#held(card, provider) ??
          (await this.#open(card, provider, { runtime, bytes, half, adapter, onProgress }));
        if (!settled) {
          times.set(provider, await this.#timings.take(card, provider, adapter, model.network));
        }
        opened.push(model);
        if (settled) break;
      } catch (error) {
        if (error instanceof SpecimenError && error.name === 'DeviceLost') throw error;
        failures.set(provider, error);
      }
      throwIfAborted(signal);
    }
    if (opened.length === 0) throw failures.get(order.at(-1)!);
    for (const [provider, error] of failures) this.#refused.set(key(card, provider), refusalOf(error));
    const quicker = byTime(times);
    const [fastest] = opened.sort((a, b) => quicker(a.backend.backend, b.backend.backend));
    return this.#explained(fastest!, plan, times);
  }

  /**
   * Another file of a loaded model's card, on the same backend; beside.ts proves it where there is something to prove.
   * @throws SpecimenError of any kind but `OutputInvalid`; Cancelled.
   */
  async openBeside(
    { card, runtime, backend: { backend } }: LoadedModel,
    role: ModelCard['files'][number]['role'],
    { signal, onProgress }: BesideOptions,
  ): Promise<Network> {
    const file = card.files.find((each) => each.role === role);
    if (!file) throw new SpecimenError('BadRequest', `${card.name} has no ${role}.`);
    const bytes = await this.#library.weights(card, file, signal, (loadedBytes) =>
      onProgress({ stage: 'download', loadedBytes, totalBytes: file.bytes }),
    );
    return runtime.open(bytes, backend);
  }

  /**
   * Graphs that belong together and are no model of the catalogue, on the first provider that reproduces their test values.
   * They are not timed against each other: measures send full batches, which a real GPU is made for.
   * @param download brings the bytes of each graph, `totalBytes` together
   * @param prove what differs from the test values, null when nothing does
   * @throws SpecimenError of the runtime, `SelfTestFailed`; Cancelled; whatever `download` throws
   */
  async graphs(
    { name, totalBytes, download, prove }: GraphSet,
    { preference, signal, onProgress }: LoadOptions,
  ): Promise<LoadedGraphs> {
    this.#adapter ??= probeAdapter();
    const adapter = await this.#adapter;
    const plan = planBackends(preference, adapter);
    const providers = plan.providers;
    const reason = providers.length > 1 ? 'there is a real GPU, which full batches suit' : plan.reason;
    const webgpu = providers.includes('webgpu');
    const total = totalBytes + this.#runtimes.missingBytes(webgpu);
    const loaded = { graphs: 0, runtime: 0 };
    const report = (part: keyof typeof loaded) => (bytes: number) => {
      loaded[part] = bytes;
      onProgress({ stage: 'download', loadedBytes: loaded.graphs + loaded.runtime, totalBytes: total });
    };
    const [files, runtime] = await Promise.all([
      download(report('graphs')),
      unlessAborted(this.#runtimes.get(webgpu, report('runtime')), signal),
    ]);
    const failures: string[] = [];
    const refusing = new Map<Provider, Refusal>();
    for (const provider of providers) {
      throwIfAborted(signal);
      onProgress({ stage: 'compile' });
      const networks: Network[] = [];
      let difference: string | null;
      try {
        for (const bytes of files) networks.push(await runtime.open(bytes, provider));
        onProgress({ stage: 'self-test' });
        difference = await prove(networks);
      } catch (error) {
        // The next provider may manage what this one refuses.
        const last = provider === providers.at(-1);
        if (last || !(error instanceof SpecimenError) || error.name === 'DeviceLost') throw error;
        difference = error.message;
        refusing.set(provider, 'fails');
      }
      if (difference === null) {
        const description = adapter?.description ?? null;
        const why = reasonOf({ providers, reason }, provider, refusing, new Map());
        const backend = { backend: provider, threads: runtime.threads, adapter: description, reason: why };
        return { networks, backend, gpu: gpuOf(runtime, provider) };
      }
      if (!refusing.has(provider)) refusing.set(provider, 'differs');
      failures.push(`${label(provider)}: ${difference}`);
      await Promise.all(networks.map((network) => network.release()));
    }
    throw new SpecimenError(
      'SelfTestFailed',
      `${name} does not reproduce its test values on this machine, so its numbers could not be trusted.`,
      failures.join('; '),
    );
  }

  /** The model where it is open there, unless from other files: a newer card may name some without having another version. */
  #held(card: ModelCard, provider: Provider): LoadedModel | undefined {
    const model = this.#networks.get(key(card, provider));
    return model && digests(model.card) === digests(card) ? model : undefined;
  }

  /** The providers that a model failed on, and how. */
  #refusing(card: ModelCard, plan: Plan): Map<Provider, Refusal> {
    const refusing = new Map<Provider, Refusal>();
    for (const provider of plan.providers) {
      const how = this.#refused.get(key(card, provider));
      if (how) refusing.set(provider, how);
    }
    return refusing;
  }

  /** The model with why it runs where it does, which depends on what was asked for this time. */
  #explained(model: LoadedModel, plan: Plan, times: ReadonlyMap<Provider, number>): LoadedModel {
    model.backend.reason = reasonOf(plan, model.backend.backend, this.#refusing(model.card, plan), times);
    return model;
  }

  async #open(
    card: ModelCard,
    provider: Provider,
    { runtime, bytes, half, adapter, onProgress }: Ingredients,
  ): Promise<LoadedModel> {
    onProgress({ stage: 'self-test' });
    const inHalf = provider === 'webgpu' ? await proveHalf(card, runtime, bytes, half) : {};
    const network = inHalf.network ?? (await this.#prove(card, runtime, bytes, provider, onProgress));
    const model: LoadedModel = {
      card,
      network,
      runtime,
      classifier: null,
      projection: null,
      encoder: null,
      gpu: gpuOf(runtime, provider),
      backend: {
        backend: provider,
        threads: runtime.threads,
        adapter: adapter?.description ?? null,
        reason: '',
        ...(inHalf.arithmetic && { arithmetic: inHalf.arithmetic }),
      },
      cold: true,
    };
    const replaced = this.#networks.get(key(card, provider));
    this.#networks.set(key(card, provider), model);
    if (replaced) {
      const { network, classifier, projection, encoder } = replaced;
      for (const opened of [network, classifier, projection, encoder]) await opened?.release();
    }
    return model;
  }

  async #prove(
    card: ModelCard,
    runtime: Runtime,
    bytes: Uint8Array,
    provider: Provider,
    onProgress: LoadOptions['onProgress'],
  ): Promise<Network> {
    const network = await runtime.open(bytes, provider);
    onProgress({ stage: 'self-test' });
    const difference = await tried(network, () => selfTest(card, (inputs) => network.run(inputs)));
    if (difference === null) return network;
    throw new SpecimenError(
      'SelfTestFailed',
      `${card.name} does not reproduce its test values on this machine, so its pictures could not be trusted; choose another model.`,
      `${label(provider)}: ${difference}`,
    );
  }
}

/** Of all files that a model is opened from. */
const digests = ({ files, half }: ModelCard) => [...files, ...(half ? [half] : [])].map(({ sha256 }) => sha256).join();

const refusalOf = (error: unknown): Refusal =>
  error instanceof SpecimenError && error.name === 'SelfTestFailed' ? 'differs' : 'fails';

/** The runtime's device, on WebGPU. */
const gpuOf = (runtime: Runtime, provider: Provider) =>
  provider === 'webgpu' && runtime.device ? Gpu.of(runtime.device) : null;
