/** One call's traffic with one provider. The key is put into the headers here and nowhere else. */
import * as v from 'valibot';
import { Cancelled, SpecimenError, type ErrorName } from '../../contract/errors.ts';
import type { HostedProgress, ProviderSetup } from '../../contract/hosted.ts';
import { throwIfAborted } from '../../lib/abort.ts';
import { fromBase64 } from './base64.ts';
import { factsOf, isPractice, matchesHost, type ProviderFacts } from './facts.ts';
import { brokenAnswer, offline, practiceAway, statusFault, timedOut, unreachable } from './faults.ts';
import type { HttpRequest } from './provider.ts';

/** Services say that their slowest pictures take about two minutes. */
const TIMEOUT = 300_000; // ms, of a whole call
/** Before the first question about a job, ms; each wait is longer than the one before, so that long jobs are asked about seldom. */
const FIRST_POLL = 150;
const POLL_GROWTH = 1.5;
const SLOWEST_POLL = 1000; // ms
/** What costs nothing, such as a question about a job or the file that it left, may fail this often in a row before the call does. */
const FREE_TRIES = 4;
const PASSING: ErrorName[] = ['HostUnreachable', 'HostFailed', 'RateLimited', 'Offline'];
/** A returned picture is never this large; reading more would let a host fill the memory. */
const MAX_BYTES = 64e6;
/** A server on the visitor's own computer is there without a network, too. */
const OWN_COMPUTER = ['localhost', '127.0.0.1', '[::1]'];

export interface ExchangeOptions {
  key: string;
  signal: AbortSignal;
  onProgress: (progress: HostedProgress) => void;
  /** A picture as far as it has come, encoded. */
  onPartial: (bytes: Uint8Array) => void;
  fetch: typeof fetch;
  timeoutMs?: number; // default 300 000
  pollMs?: number; // before the first question about a job; default 150
}

/** Where a request for the service's own address goes: there, or to `<base>/host/path`. */
export function addressOf(url: string, { provider, base }: ProviderSetup): string {
  return base === null || provider === 'compatible' ? url : `${base}/${url.slice('https://'.length)}`;
}

export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #setup: ProviderSetup;
  readonly #deadline: AbortSignal;
  readonly #timeoutMs: number;
  /** Before the next free request, ms. */
  #pauseMs: number;
  readonly facts: ProviderFacts;

  constructor(setup: ProviderSetup, options: ExchangeOptions) {
    this.#setup = setup;
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT;
    this.#deadline = AbortSignal.timeout(this.#timeoutMs);
    this.#pauseMs = options.pollMs ?? FIRST_POLL;
    this.facts = factsOf(setup.provider);
  }

  get name(): string {
    return this.facts.name;
  }

  progress(progress: HostedProgress): void {
    this.#options.onProgress(progress);
  }

  partial(bytes: Uint8Array): void {
    this.#options.onPartial(bytes);
  }

  /**
   * Sends a request with the key, once: what may be billed is never repeated here.
   * @throws SpecimenError for every answer that is not a success; Cancelled
   */
  async send(request: HttpRequest): Promise<Response> {
    const response = await this.#fetch(request, this.#authorization());
    if (response.ok) return response;
    const body = await response.text().catch(() => '');
    throw statusFault(this.name, response.status, body, response.headers.get('retry-after'));
  }

  /** The status that a request is answered with. @throws SpecimenError when there is no answer; Cancelled */
  async probe(request: HttpRequest): Promise<Response> {
    return this.#fetch(request, this.#authorization());
  }

  /** The body as JSON of a known shape. @throws SpecimenError `HostFailed` */
  async read<T extends v.GenericSchema>(schema: T, response: Response): Promise<v.InferOutput<T>> {
    const text = await this.#guard(response.text());
    try {
      return v.parse(schema, JSON.parse(text));
    } catch (error) {
      throw brokenAnswer(this.name, error);
    }
  }

  /** The answer to a request that costs nothing, which is repeated where it fails in passing. @throws as `send` and `read` do */
  async ask<T extends v.GenericSchema>(schema: T, request: HttpRequest): Promise<v.InferOutput<T>> {
    return this.#persist(async () => this.read(schema, await this.send(request)));
  }

  /**
   * Asks again and again until `step` says that it is done. Single failures to answer are passed over, and so is a connection
   * that is away for a moment: the job goes on without it.
   * @param cancel sent when the call is cancelled or given up meanwhile; nobody waits for its answer
   */
  async poll<T extends v.GenericSchema>(
    request: HttpRequest,
    schema: T,
    step: (answer: v.InferOutput<T>) => boolean,
    cancel?: HttpRequest,
  ): Promise<v.InferOutput<T>> {
    try {
      for (;;) {
        await this.#pause();
        const answer = await this.ask(schema, request);
        if (step(answer)) return answer;
      }
    } catch (error) {
      if (cancel) this.#forget(cancel);
      throw error;
    }
  }

  /**
   * A finished picture from the address that the service gave: data in the address itself, or a file on one of the provider's
   * media hosts, which is fetched without the key.
   */
  async picture(address: string): Promise<Uint8Array> {
    this.progress({ stage: 'fetch' });
    const data = /^data:[^,]*;base64,/.exec(address);
    if (data) return this.bytesOf(address.slice(data[0].length));
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url?.protocol !== 'https:' || !matchesHost(url.host, this.facts.media)) {
      throw brokenAnswer(this.name, `a picture at ${url?.host ?? 'no address'}`);
    }
    return this.#persist(async () => {
      const response = await this.#fetch({ method: 'GET', url: url.href, body: null }, {});
      if (!response.ok) throw statusFault(this.name, response.status, '', null);
      return this.bytes(response);
    });
  }

  /** Tries what costs nothing until it succeeds, or fails for good. */
  async #persist<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt();
      } catch (error) {
        const passing = error instanceof SpecimenError && PASSING.includes(error.name);
        if (!passing || tries === FREE_TRIES) throw error;
      }
      await this.#pause();
    }
  }

  /** The whole body. @throws SpecimenError `HostFailed` when it breaks off or is too large */
  async bytes(response: Response): Promise<Uint8Array> {
    if (Number(response.headers.get('content-length') ?? 0) > MAX_BYTES) throw brokenAnswer(this.name, 'too large');
    return new Uint8Array(await this.#guard(response.arrayBuffer()));
  }

  /** @throws SpecimenError `HostFailed` */
  bytesOf(base64: string): Uint8Array {
    try {
      return fromBase64(base64);
    } catch (error) {
      throw brokenAnswer(this.name, error);
    }
  }

  /** Waits for a body, or for the pieces of one. @throws Cancelled; SpecimenError `HostTimedOut`, `HostFailed` */
  async #guard<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      throw this.ended() ?? brokenAnswer(this.name, error);
    }
  }

  /** Why the call must stop, if it must. */
  ended(): Cancelled | SpecimenError | null {
    if (this.#options.signal.aborted) return new Cancelled();
    return this.#deadline.aborted ? timedOut(this.name, Math.round(this.#timeoutMs / 1000)) : null;
  }

  async #fetch(request: HttpRequest, headers: Record<string, string>): Promise<Response> {
    throwIfAborted(this.#options.signal);
    const address = addressOf(request.url, this.#setup);
    // A proxy is there too, but the service behind it is not.
    const near = this.facts.reach !== 'proxy' && OWN_COMPUTER.includes(new URL(address).hostname);
    // Node has no such flag.
    if (!near && (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine === false) throw offline();
    try {
      return await this.#options.fetch(address, {
        ...this.#init(request, headers),
        signal: AbortSignal.any([this.#options.signal, this.#deadline]),
      });
    } catch (error) {
      const { base } = this.#setup;
      const practice = base !== null && isPractice(this.#setup, this.facts);
      throw this.ended() ?? (practice ? practiceAway(new URL(base).host, error) : unreachable(this.name, error));
    }
  }

  #init({ method, body, accept }: HttpRequest, auth: Record<string, string>): RequestInit {
    const headers = accept === undefined ? auth : { ...auth, accept };
    // A redirect would carry the key to another host.
    const init: RequestInit = {
      method,
      headers,
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    };
    if (body === null) return init;
    if ('json' in body) {
      return { ...init, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body.json) };
    }
    return { ...init, body: formData(body.form) };
  }

  #authorization(): Record<string, string> {
    const { header, prefix } = this.facts.auth;
    return { [header]: prefix + this.#options.key };
  }

  #forget(request: HttpRequest): void {
    const init = this.#init(request, this.#authorization());
    this.#options.fetch(addressOf(request.url, this.#setup), init).catch(() => undefined);
  }

  /** Each pause of a call is longer than the one before. @throws Cancelled; SpecimenError `HostTimedOut` */
  async #pause(): Promise<void> {
    const { signal } = this.#options;
    const ms = this.#pauseMs;
    this.#pauseMs = Math.min(SLOWEST_POLL, POLL_GROWTH * ms);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done);
    });
    const ended = this.ended();
    if (ended) throw ended;
  }
}

/** Fields of a multipart form; bytes become PNG files named after their field. */
export function formData(fields: [name: string, value: string | Uint8Array][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new File([value as Uint8Array<ArrayBuffer>], `${name}.png`, { type: 'image/png' }));
  }
  return form;
}
