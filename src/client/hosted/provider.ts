/** The one interface behind which every hosted provider stands. Requests are built purely; keys are added when they are sent. */
import type { HostedCall, HostedUsage } from '../../contract/hosted.ts';
import type { Exchange } from './exchange.ts';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
  /** The service's own address, whatever proxy it may be sent through. */
  url: string;
  /** What the answer is wanted as; anything when absent. */
  accept?: string;
  /** Bytes among the parts of a form are PNG files. */
  body: null | { json: object } | { form: [name: string, value: string | Uint8Array][] };
}

/** A finished picture as the service encoded it. */
export interface Received {
  bytes: Uint8Array;
  usage: HostedUsage | null;
  /** What the service calls this request; null where it does not say. */
  requestId: string | null;
}

/** Where a service answers with the picture itself, the request's name is in a header, if browsers may read it. */
export const requestIdOf = (response: Response) => response.headers.get('x-request-id');

/** Sent by the practice server with everything: behind the address of a proxy nothing else tells it from the service. */
export const PRACTICE_HEADER = 'x-specimen-practice';

/** The three methods take a call whose operation they stand for; what the page does not offer is not asked for. */
export interface HostedProvider {
  /** A picture from words. */
  generate(call: HostedCall): HttpRequest;
  /** Another picture like the one that is sent. */
  vary(call: HostedCall): HttpRequest;
  /** A changed picture: by mask, over its edges, or as the words say. */
  edit(call: HostedCall): HttpRequest;
  /** The call with what the service has to be asked for first, at no cost; absent where nothing has to. */
  locate?(call: HostedCall, exchange: Exchange): Promise<HostedCall>;
  /** From the answer to the request that is billed, to the picture. */
  receive(response: Response, exchange: Exchange, call: HostedCall): Promise<Received>;
  /** A request that costs nothing and that only a good key passes; `passes` are further statuses that prove one. */
  check: HttpRequest & { passes?: number[] };
}

/** What a picture like another is asked for where a model needs words. */
export const NEUTRAL_PROMPT =
  'Make another image of the same kind: the same material, instrument, scale, grey levels and noise, but a different place in the sample.';

/** The request of a call that is billed. */
export function requestOf(provider: HostedProvider, call: HostedCall): HttpRequest {
  switch (call.operation) {
    case 'generate':
      return provider.generate(call);
    case 'vary':
      return provider.vary(call);
    case 'inpaint':
    case 'edges':
    case 'instruct':
      return provider.edit(call);
  }
}
