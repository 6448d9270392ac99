/** Cards and weights: fetched, verified, cached. */
import type { Cache } from '../store/cache.ts';
import { CardSchema, CatalogSchema, parseJson, type Catalog, type ModelCard } from '../contract/card.ts';
import { ExtractorCardSchema, type ExtractorCard } from '../contract/extractorCard.ts';
import { Cancelled, SpecimenError } from '../contract/errors.ts';
import { throwIfAborted } from '../lib/abort.ts';
import { sha256 } from '../lib/digest.ts';
import type * as v from 'valibot';

/** Where files under `public/models` come from: the site, or the disk. Paths are relative to that folder. */
export interface ModelSource {
  /** @param fresh bypass every cache on the way, because what came last time was corrupt */
  read(
    path: string,
    options: { fresh: boolean; signal?: AbortSignal; onBytes: (loaded: number) => void },
  ): Promise<Uint8Array>;
}

/** Reads over HTTP from `base`, a URL that ends in a slash. */
export class HttpSource implements ModelSource {
  readonly #base: string;
  constructor(base: string) {
    this.#base = base;
  }

  async read(
    path: string,
    { fresh, signal, onBytes }: { fresh: boolean; signal?: AbortSignal; onBytes: (loaded: number) => void },
  ): Promise<Uint8Array> {
    const response = await fetch(this.#base + path, { signal: signal ?? null, cache: fresh ? 'reload' : 'default' });
    if (!response.ok || !response.body) throw new Error(`${path}: HTTP ${response.status}`);
    const chunks: Uint8Array[] = [];
    let loaded = 0;
    const reader = response.body.getReader(); // Safari cannot iterate over a stream
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      chunks.push(part.value);
      onBytes((loaded += part.value.byteLength));
    }
    const bytes = new Uint8Array(loaded);
    let offset = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return bytes;
  }
}

/** The folder of the extractor under `public/models`. */
const EXTRACTOR = 'extractor-64';

export class Library {
  readonly #source: ModelSource;
  readonly #cache: Cache;
  /** Documents asked for so far; one that failed is forgotten, so that the next call tries again. */
  readonly #documents = new Map<string, Promise<unknown>>();
  constructor(source: ModelSource, cache: Cache) {
    this.#source = source;
    this.#cache = cache;
  }

  /** @throws SpecimenError `CardInvalid`, or `ModelUnavailable` when it is neither on the network nor cached. */
  async catalog(): Promise<Catalog> {
    return this.#document(CatalogSchema, 'catalog.json', 'list of models');
  }

  /** @throws SpecimenError `BadRequest` for an unknown id, `CardInvalid`, `ModelUnavailable`. */
  async card(id: string): Promise<ModelCard> {
    const { models } = await this.catalog();
    const entry = models.find((model) => model.id === id);
    if (!entry) {
      const known = models.map((model) => model.id).join(', ');
      throw new SpecimenError('BadRequest', `There is no model “${id}”; choose one of ${known}.`);
    }
    const card = await this.#document(CardSchema, entry.card, `card of ${entry.name}`);
    if (card.id !== id)
      throw new SpecimenError(
        'CardInvalid',
        `The card of ${entry.name} belongs to another model; choose another model.`,
      );
    return card;
  }

  /** The extractor that ships; the catalogue does not list it, because it draws nothing. @throws as `card` */
  async extractorCard(): Promise<ExtractorCard> {
    return this.#document(ExtractorCardSchema, `${EXTRACTOR}/card.json`, 'card of the extractor');
  }

  /**
   * The bytes of a card's file, from the cache or the source, verified against the card.
   * Corrupt bytes are thrown away and fetched once more.
   * @throws SpecimenError `ModelUnavailable`, `ModelCorrupt`; Cancelled.
   */
  async weights(
    card: Pick<ModelCard, 'id' | 'name'>,
    file: Pick<ModelCard['files'][number], 'path' | 'sha256'>,
    signal: AbortSignal | undefined,
    onBytes: (loaded: number) => void,
  ): Promise<Uint8Array> {
    const cached = await this.#cache.get('weights', file.sha256);
    if (cached) {
      if ((await sha256(cached as Uint8Array<ArrayBuffer>)) === file.sha256) return cached;
      await this.#cache.delete('weights', file.sha256);
    }
    const path = `${card.id}/${file.path}`;
    for (const fresh of [cached !== undefined, true]) {
      const bytes = await this.#read(path, card.name, fresh, signal, onBytes);
      if ((await sha256(bytes as Uint8Array<ArrayBuffer>)) === file.sha256) {
        await this.#cache.put('weights', file.sha256, bytes);
        return bytes;
      }
    }
    throw new SpecimenError(
      'ModelCorrupt',
      `The file of ${card.name} arrived damaged twice; check the connection and try again, or choose another model.`,
      `${path} does not have SHA-256 ${file.sha256}`,
    );
  }

  #document<S extends v.GenericSchema>(schema: S, path: string, what: string): Promise<v.InferOutput<S>> {
    const known = this.#documents.get(path);
    if (known) return known;
    const reading = this.#readDocument(schema, path, what);
    this.#documents.set(path, reading);
    reading.catch(() => this.#documents.delete(path));
    return reading;
  }

  /**
   * The network's version first, because a stale card with fresh weights would not fit; else the cached one. A network that
   * answers for everything with a page of its own has no version: it must not take the place of the cached one.
   */
  async #readDocument<S extends v.GenericSchema>(schema: S, path: string, what: string): Promise<v.InferOutput<S>> {
    try {
      const text = new TextDecoder().decode(await this.#source.read(path, { fresh: false, onBytes: () => undefined }));
      const document = parseJson(schema, text, what);
      await this.#cache.put('documents', path, text);
      return document;
    } catch (cause) {
      const cached = await this.#cache.get('documents', path);
      if (cached !== undefined) return parseJson(schema, cached, what);
      throw cause instanceof SpecimenError ? cause : unavailable('list of models', cause);
    }
  }

  async #read(
    path: string,
    name: string,
    fresh: boolean,
    signal: AbortSignal | undefined,
    onBytes: (loaded: number) => void,
  ) {
    try {
      return await this.#source.read(path, { fresh, signal, onBytes });
    } catch (cause) {
      throwIfAborted(signal);
      if (cause instanceof Cancelled) throw cause;
      throw unavailable(name, cause);
    }
  }
}

function unavailable(what: string, cause: unknown): SpecimenError {
  return new SpecimenError(
    'ModelUnavailable',
    `The ${what} could not be downloaded; check the connection and try again, or choose a model that was used before.`,
    cause,
  );
}
