/** The closed set of failures that a person can be told about. Cancellation is not one of them: see `Cancelled`. */
export const ERROR_NAMES = [
  'BadRequest', // the request asks for something that does not exist or is out of range
  'BadLink', // a share link that cannot be read
  'BadFile', // a file that is no picture, or none that can be used
  'CardInvalid', // a model card or the catalogue does not validate
  'ModelUnavailable', // the files of a model cannot be fetched (offline, 404)
  'ModelCorrupt', // the bytes of a model do not match its card, twice
  'RuntimeFailed', // onnxruntime-web could not be loaded or could not run the model
  'SelfTestFailed', // the model does not reproduce its golden vector on any backend
  'OutputInvalid', // the model returned NaN or an empty picture
  'DeviceLost', // the GPU went away
  'WorkerCrashed', // the engine's worker died
  'StorageFailed', // IndexedDB is full or forbidden
  'Offline', // there is no network, so nothing was sent
  'KeyMissing', // a hosted provider has no key, or it is locked
  'KeyRefused', // a hosted provider does not accept the key, or not for this
  'PassphraseWrong', // a remembered key does not open with it
  'QuotaSpent', // the account at the provider has no credit left
  'RateLimited', // too many requests; nothing was billed
  'ContentRefused', // the provider's safety system refused the prompt or the picture before any work
  'ResultRefused', // it refused what the provider had accepted, which may be billed
  'HostUnreachable', // no answer that the page may read: the network, or a host that refuses web pages
  'HostFailed', // the provider failed or answered with something else than a picture
  'HostTimedOut', // the provider did not finish in time
] as const;
export type ErrorName = (typeof ERROR_NAMES)[number];

/** What crosses the worker boundary in place of an Error, whose class Comlink would drop. */
export interface ErrorPayload {
  name: ErrorName | 'Cancelled';
  /** One sentence that a person can act on. */
  message: string;
  /** The technical cause, for the details fold; never shown alone. */
  cause: string | null;
}

/** A failure with a sentence a person can act on and, behind it, the technical cause. */
export class SpecimenError extends Error {
  override readonly name: ErrorName;
  constructor(name: ErrorName, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = name;
  }
}

/** Thrown when an AbortSignal fired; told apart from failure at the UI boundary only. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  constructor() {
    super('Cancelled.');
  }
}

/** Any thrown value as a plain object that survives structured cloning. */
export function toPayload(error: unknown): ErrorPayload {
  if (error instanceof SpecimenError) {
    return { name: error.name, message: error.message, cause: describe(error.cause) };
  }
  if (error instanceof Cancelled) return { name: 'Cancelled', message: error.message, cause: null };
  return {
    name: 'RuntimeFailed',
    message: 'The engine stopped for a reason it does not know. Try again; if it repeats, reload the page.',
    cause: describe(error),
  };
}

function describe(cause: unknown): string | null {
  if (cause === undefined) return null;
  if (cause instanceof Error) return `${cause.name}: ${cause.message}`;
  return typeof cause === 'string' ? cause : JSON.stringify(cause);
}

/** The inverse of `toPayload`. */
export function fromPayload(payload: ErrorPayload): SpecimenError | Cancelled {
  return payload.name === 'Cancelled'
    ? new Cancelled()
    : new SpecimenError(payload.name, payload.message, payload.cause ?? undefined);
}

/** The reply of every call across the worker boundary. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorPayload };
