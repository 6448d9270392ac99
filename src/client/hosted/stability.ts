/** Stability AI's v2beta, through a proxy, because whether browsers may call it is not known. Answers come at once. */
import * as v from 'valibot';
import type { HostedCall } from '../../contract/hosted.ts';
import type { Exchange } from './exchange.ts';
import { brokenAnswer, refusal } from './faults.ts';
import { nearestAspect } from './gemini.ts';
import { requestIdOf, type HostedProvider, type HttpRequest, type Received } from './provider.ts';

const ROOT = 'https://api.stability.ai';

const Answer = v.object({ image: v.string(), finish_reason: v.string() });

export function fieldsOf({
  operation,
  prompt,
  image,
  mask,
  width,
  height,
}: HostedCall): [string, string | Uint8Array][] {
  const fields: [string, string | Uint8Array][] = [
    ['prompt', prompt],
    ['output_format', 'png'],
  ];
  if (operation === 'generate') fields.push(['aspect_ratio', nearestAspect(width / height)]);
  if (image) fields.push(['image', image]);
  if (mask) fields.push(['mask', mask]);
  return fields;
}

const request = (call: HostedCall): HttpRequest => ({
  method: 'POST',
  url: `${ROOT}/v2beta/stable-image/${call.model}`,
  accept: 'application/json', // otherwise the bare picture comes, without the reason for a blurred one
  body: { form: fieldsOf(call) },
});

async function receive(response: Response, exchange: Exchange): Promise<Received> {
  exchange.progress({ stage: 'work' });
  const { image, finish_reason: reason } = await exchange.read(Answer, response);
  if (reason === 'CONTENT_FILTERED') throw refusal(exchange.name, reason);
  if (reason !== 'SUCCESS') throw brokenAnswer(exchange.name, reason);
  return { bytes: exchange.bytesOf(image), usage: null, requestId: requestIdOf(response) };
}

export const stability: HostedProvider = {
  generate: request,
  vary: request,
  edit: request,
  receive,
  check: { method: 'GET', url: `${ROOT}/v1/user/balance`, body: null },
};
