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

/** The folder of the extractor under `public/models`, and its id. */
const EXTRACTOR = 'extractor-64';

/**
 * Thrown where a file is not what its card says because the site has a newer card by now: whatever was begun with the old one,
 * version, conditions and test values, has to begin again. `withCurrentCards` does, so that it never leaves the engine.
 */
class CardRenewed extends Error {
  readonly id: string;
  /** What to tell where beginning again is of no use. */
  readonly damaged: SpecimenError;
  constructor(id: string, damaged: SpecimenError) {
    super(`The card of ${id} is out of date.`);
    this.id = id;
    this.damaged = damaged;
  }
}

/** Does a piece of work that loads models, and does it again when a card proves out of date, once for each card. */
export async function withCurrentCards<T>(work: () => Promise<T>): Promise<T> {
  const renewed = new Set<string>();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CardRenewed)) throw error;
      if (renewed.has(error.id)) throw error.damaged;
      renewed.add(error.id);
    }
  }
}

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
  card(id: string): Promise<ModelCard> {
    return this.#card(id, false);
  }

  async #card(id: string, fresh: boolean): Promise<ModelCard> {
    const { models } = await this.catalog();
    const entry = models.find((model) => model.id === id);
    if (!entry) {
      const known = models.map((model) => model.id).join(', ');
      throw new SpecimenError('BadRequest', `There is no model “${id}”; choose one of ${known}.`);
    }
    const card = await this.#document(CardSchema, entry.card, `card of ${entry.name}`, fresh);
    if (card.id !== id)
      throw new SpecimenError(
        'CardInvalid',
        `The card of ${entry.name} belongs to another model; choose another model.`,
      );
    return card;
  }

  /** The extractor that ships; the catalogue does not list it, because it draws nothing. @throws as `card` */
  extractorCard(): Promise<ExtractorCard> {
    return this.#extractorCard(false);
  }

  #extractorCard(fresh: boolean): Promise<ExtractorCard> {
    return this.#document(ExtractorCardSchema, `${EXTRACTOR}/card.json`, 'card of the extractor', fresh);
  }

  /**
   * The bytes of a card's file, from the cache or the source, verified against the card.
   * Corrupt bytes are thrown away and fetched once more. Where they stay so, the card may be the one that is out of date.
   * @throws SpecimenError `ModelUnavailable`, `ModelCorrupt`; Cancelled; what `withCurrentCards` catches.
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
    const damaged = new SpecimenError(
      'ModelCorrupt',
      `The file of ${card.name} arrived damaged twice; check the connection and try again, or choose another model.`,
      `${path} does not have SHA-256 ${file.sha256}`,
    );
    throw (await this.#outdated(card.id, file.sha256)) ? new CardRenewed(card.id, damaged) : damaged;
  }

  /** Reads a card anew. @returns whether it says no more that there is such a file */
  async #outdated(id: string, sha256: string): Promise<boolean> {
    try {
      const files = id === EXTRACTOR ? (await this.#extractorCard(true)).files : filesOf(await this.#card(id, true));
      return files.every((file) => file.sha256 !== sha256);
    } catch {
      return false; // nothing newer is to be had
    }
  }

  /** @param fresh forgets what was read before, and goes past every cache on the way */
  #document<S extends v.GenericSchema>(
    schema: S,
    path: string,
    what: string,
    fresh = false,
  ): Promise<v.InferOutput<S>> {
    const known = this.#documents.get(path);
    if (known && !fresh) return known;
    const reading = this.#readDocument(schema, path, what, fresh);
    this.#documents.set(path, reading);
    reading.catch(() => this.#documents.delete(path));
    return reading;
  }

  /**
   * The network's version first, because a stale card with fresh weights would not fit; else the cached one. A network that
   * answers for everything with a page of its own has no version: it must not take the place of the cached one.
   */
  async #readDocument<S extends v.GenericSchema>(
    schema: S,
    path: string,
    what: string,
    fresh: boolean,
  ): Promise<v.InferOutput<S>> {
    try {
      const text = new TextDecoder().decode(await this.#source.read(path, { fresh, onBytes: () => undefined }));
      const document = parseJson(schema, text, what);
      await this.#cache.put('documents', path, text);
      return document;
    } catch (cause) {
      const cached = await this.#cache.get('documents', path);
      if (cached !== undefined) return parseJson(schema, cached, what);
      throw cause instanceof SpecimenError ? cause : unavailable(what, cause);
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

const filesOf = ({ files, half }: ModelCard) => [...files, ...(half ? [half] : [])];

function unavailable(what: string, cause: unknown): SpecimenError {
  return new SpecimenError(
    'ModelUnavailable',
    `The ${what} could not be downloaded; check the connection and try again, or choose a model that was used before.`,
    cause,
  );
}
