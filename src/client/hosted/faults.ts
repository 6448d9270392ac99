/** From what went wrong at a provider to one sentence that says what to do. Nothing here has seen the key. */
import * as v from 'valibot';
import { SpecimenError } from '../../contract/errors.ts';

/** The shapes in which the providers tell what is wrong. */
const Told = v.union([
  v.object({
    error: v.object({
      message: v.string(),
      code: v.nullish(v.union([v.string(), v.number()])),
      status: v.nullish(v.string()),
    }),
  }), // OpenAI, Gemini
  v.object({ detail: v.array(v.object({ msg: v.string(), type: v.string() })) }), // fal
  v.object({ detail: v.string() }), // fal, Replicate, BFL
  v.object({ error: v.string() }), // Hugging Face
  v.object({ name: v.string(), errors: v.array(v.string()) }), // Stability
]);

interface Complaint {
  code: string;
  message: string;
}

/** What a body of an error says, as far as it says it in a known shape. */
export function complaintOf(body: string): Complaint {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { code: '', message: '' };
  }
  const { success, output } = v.safeParse(Told, json);
  if (!success) return { code: '', message: '' };
  if ('name' in output) return { code: output.name, message: output.errors.join(' ') };
  if ('detail' in output) {
    if (typeof output.detail === 'string') return { code: '', message: output.detail };
    return { code: output.detail[0]?.type ?? '', message: output.detail.map(({ msg }) => msg).join(' ') };
  }
  if (typeof output.error === 'string') return { code: '', message: output.error };
  return { code: String(output.error.code ?? output.error.status ?? ''), message: output.error.message };
}

/** Codes of an account without credit, whatever the status that they come with. */
const SPENT_CODES = ['insufficient_quota', 'billing_hard_limit_reached', 'credit_balance_exhausted'];
/** The same in words, which services also find for a limit that is over in a minute: see `SOON`. */
const SPENT = /credit|billing|exhausted.*(plan|balance)|insufficient balance/i;
/** Gemini's names for quotas that a minute does not bring back: those of a day, and those that an account has nothing of. */
const NOT_SOON = /PerDay|limit: 0(?![.\d])/;
/** Gemini's `RetryInfo`, and what others say of a limit for a minute, be it with a word on credit. */
const SOON = /RetryInfo|(retry|try again) in|throttled|rate limit/i;
/** Gemini's wrong key, which comes with 400. */
const WRONG_KEY = /API_KEY_INVALID|API key not valid/;
/** Gemini's refusal of a country, which comes with 400 too. */
const COUNTRY = /location is not supported/i;
const REFUSED = /moderation|content_policy|safety|nsfw|prohibited/i;
const VERIFY = /verif/i;

/** Whether an account has no credit left, or nothing of a quota for longer than a visitor waits. */
function isSpent(status: number, code: string, message: string, body: string): boolean {
  if (status === 402 || SPENT_CODES.includes(code)) return true;
  if (status === 403) return SPENT.test(`${code} ${message}`);
  if (status !== 429 || code === 'rate_limit_exceeded') return false;
  return NOT_SOON.test(body) || (SPENT.test(`${code} ${message}`) && !SOON.test(body));
}

/**
 * @param name the provider's
 * @param retryAfter the header's value
 */
export function statusFault(name: string, status: number, body: string, retryAfter: string | null): SpecimenError {
  const { code, message } = complaintOf(body);
  // What a host says about a key may quote the key, so only its code goes on.
  const wrongKey = status === 401 || (status === 400 && WRONG_KEY.test(body));
  const cause = [`HTTP ${status}`, code, wrongKey ? '' : message].filter(Boolean).join(' · ');
  if (wrongKey) {
    return new SpecimenError(
      'KeyRefused',
      `${name} does not accept this key; copy it again from your account there, or make a new one.`,
      cause,
    );
  }
  if (REFUSED.test(`${code} ${message}`) && status < 500) return refusal(name, cause);
  if (status < 500 && isSpent(status, code, message, body)) {
    return new SpecimenError(
      'QuotaSpent',
      `Your account at ${name} has no credit left; add some there. Sending again will not help before that.`,
      cause,
    );
  }
  if (status === 403 || COUNTRY.test(message)) {
    const what = VERIFY.test(message)
      ? `${name} wants your organization verified before it makes pictures; do that in its settings, or choose another model.`
      : `${name} does not let this key do this; allow it images in your account there, or check that your country is served.`;
    return new SpecimenError('KeyRefused', what, cause);
  }
  if (status === 429) {
    const seconds = Number(retryAfter);
    const wait = retryAfter && seconds > 0 ? `${Math.ceil(seconds)} seconds` : 'a minute';
    return new SpecimenError(
      'RateLimited',
      `${name} had too many requests from this key; wait ${wait} and send again. Nothing was billed.`,
      cause,
    );
  }
  if (status === 404) {
    return new SpecimenError('BadRequest', `${name} does not know this model or address; choose another one.`, cause);
  }
  if (status < 500) {
    return new SpecimenError(
      'BadRequest',
      `${name} does not take this request; change the prompt, the model or the picture.`,
      cause,
    );
  }
  return new SpecimenError(
    'HostFailed',
    `${name} failed at its end and may have billed it all the same; look at your usage there before you send again.`,
    cause,
  );
}

export function refusal(name: string, cause: string): SpecimenError {
  return new SpecimenError(
    'ContentRefused',
    `${name}’s safety system refused this; say in the prompt more plainly what the picture is, such as a microCT slice of rock.`,
    cause,
  );
}

/** A refusal of what had been accepted: the picture may have been drawn before somebody looked at it. */
export function lateRefusal(name: string, cause: unknown): SpecimenError {
  return new SpecimenError(
    'ResultRefused',
    `${name}’s safety system refused this after it was accepted, and it may be billed; say in the prompt more plainly what the picture is, such as a microCT slice of rock.`,
    cause,
  );
}

/** An answer that broke off or makes no sense. */
export function brokenAnswer(name: string, cause: unknown): SpecimenError {
  return new SpecimenError(
    'HostFailed',
    `The answer of ${name} was cut off or holds no picture, and it may be billed; look at your usage there before you send again.`,
    cause,
  );
}

/** Browsers do not tell a lost connection from a host that refuses web pages. */
export function unreachable(name: string, cause: unknown): SpecimenError {
  return new SpecimenError(
    'HostUnreachable',
    `There is no answer from ${name} that this page may read: the connection failed, or the host refuses calls from web pages. It may be billed if it arrived; look at your usage before you send again.`,
    cause,
  );
}

/** @param host of a practice server, which is somebody's own and bills nothing */
export function practiceAway(host: string, cause: unknown): SpecimenError {
  return new SpecimenError(
    'HostUnreachable',
    `There is no answer from ${host} that this page may read; see that the practice server runs: npm run mock:hosted.`,
    cause,
  );
}

export function timedOut(name: string, seconds: number): SpecimenError {
  return new SpecimenError(
    'HostTimedOut',
    `${name} did not finish within ${seconds} seconds and may bill it all the same; look at your usage there before you send again.`,
  );
}

export function offline(): SpecimenError {
  return new SpecimenError(
    'Offline',
    'This computer is offline, so nothing was sent; connect and send again, or use the local models.',
  );
}
