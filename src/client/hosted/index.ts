/** Runs hosted calls: the one place that knows every provider. */
import { SpecimenError } from '../../contract/errors.ts';
import type { HostedCall, ProviderSetup } from '../../contract/hosted.ts';
import { bfl } from './bfl.ts';
import { Exchange, type ExchangeOptions } from './exchange.ts';
import { isPractice } from './facts.ts';
import { fal } from './fal.ts';
import { brokenAnswer, lateRefusal, statusFault } from './faults.ts';
import { gemini } from './gemini.ts';
import { huggingface } from './huggingface.ts';
import { stateAfter } from './ledger.ts';
import { openAi } from './openai.ts';
import { PRACTICE_HEADER, requestOf, type HostedProvider, type Received } from './provider.ts';
import { replicate } from './replicate.ts';
import { stability } from './stability.ts';

export function providerOf({ provider, base }: ProviderSetup): HostedProvider {
  switch (provider) {
    case 'openai':
      return openAi('https://api.openai.com/v1', true);
    case 'compatible':
      return openAi(base!, false);
    case 'fal':
      return fal;
    case 'huggingface':
      return huggingface;
    case 'gemini':
      return gemini;
    case 'replicate':
      return replicate;
    case 'bfl':
      return bfl;
    case 'stability':
      return stability;
  }
}

/** What came of a call, and whether a practice server made it in the service's place. */
export interface Finished extends Received {
  practice: boolean;
}

/**
 * Sends one call, once, and waits for its picture, encoded as the service chose.
 * @throws SpecimenError with one of the names for hosted providers; Cancelled
 */
export async function runCall(call: HostedCall, setup: ProviderSetup, options: ExchangeOptions): Promise<Finished> {
  const provider = providerOf(setup);
  const exchange = new Exchange(setup, options);
  const located = provider.locate ? await provider.locate(call, exchange) : call;
  exchange.progress({ stage: 'send' });
  const response = await exchange.send(requestOf(provider, located));
  try {
    const received = await provider.receive(response, exchange, located);
    const practice = isPractice(setup, exchange.facts) || response.headers.has(PRACTICE_HEADER);
    return { ...received, practice };
  } catch (error) {
    throw afterAcceptance(exchange.name, error);
  }
}

/**
 * What a failure means once the service has taken the request: "nothing was sent" or "nothing was billed" is no longer true of it.
 */
function afterAcceptance(name: string, error: unknown): unknown {
  if (!(error instanceof SpecimenError)) return error;
  if (error.name === 'ContentRefused') return lateRefusal(name, error.cause);
  // The sentence of the first failure stays out of the details too, since it is the one that misleads.
  return stateAfter(error.name) === 'free' ? brokenAnswer(name, error.cause ?? error.name) : error;
}

/** Asks the provider whether it accepts the key, at no cost. @throws SpecimenError when it does not or does not answer */
export async function checkKey(setup: ProviderSetup, options: ExchangeOptions): Promise<void> {
  const { check } = providerOf(setup);
  const exchange = new Exchange(setup, options);
  const response = await exchange.probe(check);
  if (response.ok || check.passes?.includes(response.status)) return;
  throw statusFault(exchange.name, response.status, await response.text(), response.headers.get('retry-after'));
}
