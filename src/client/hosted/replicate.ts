/** Replicate's predictions, through a proxy: neither its API nor its media host lets browsers read what they answer. */
import * as v from 'valibot';
import type { HostedCall } from '../../contract/hosted.ts';
import { pngDataUrl } from './base64.ts';
import type { Exchange } from './exchange.ts';
import { brokenAnswer, refusal } from './faults.ts';
import { nearestAspect } from './gemini.ts';
import type { HostedProvider, HttpRequest, Received } from './provider.ts';

const ROOT = 'https://api.replicate.com/v1';

const Prediction = v.object({
  id: v.string(),
  status: v.string(),
  output: v.nullish(v.union([v.string(), v.array(v.string())])),
  error: v.nullish(v.string()),
});

/** What the models call their inputs; they find edges themselves. */
export function inputOf({ operation, prompt, image, mask, width, height }: HostedCall) {
  const output = { output_format: 'png' };
  const picture = image ? pngDataUrl(image) : '';
  switch (operation) {
    case 'generate':
      return { prompt, aspect_ratio: nearestAspect(width / height), ...output };
    case 'vary':
      return { redux_image: picture, aspect_ratio: nearestAspect(width / height), ...output };
    case 'inpaint':
      return { prompt, image: picture, mask: pngDataUrl(mask!), ...output };
    case 'edges':
      return { prompt, control_image: picture, ...output };
    case 'instruct':
      return { prompt, input_image: picture, ...output };
  }
}

const request = (call: HostedCall): HttpRequest => ({
  method: 'POST',
  url: `${ROOT}/models/${call.model}/predictions`,
  body: { json: { input: inputOf(call) } },
});

export function jobRequests(id: string): Record<'status' | 'cancel', HttpRequest> {
  const job = `${ROOT}/predictions/${encodeURIComponent(id)}`;
  return {
    status: { method: 'GET', url: job, body: null },
    cancel: { method: 'POST', url: `${job}/cancel`, body: null },
  };
}

async function receive(response: Response, exchange: Exchange): Promise<Received> {
  const { id } = await exchange.read(Prediction, response);
  const { status, cancel } = jobRequests(id);
  exchange.progress({ stage: 'queue', position: null });
  const ended = await exchange.poll(
    status,
    Prediction,
    ({ status }) => {
      exchange.progress(status === 'starting' ? { stage: 'queue', position: null } : { stage: 'work' });
      return ['succeeded', 'failed', 'canceled'].includes(status);
    },
    cancel,
  );
  const address = Array.isArray(ended.output) ? ended.output[0] : ended.output;
  if (ended.status === 'succeeded' && address)
    return { bytes: await exchange.picture(address), usage: null, requestId: id };
  const cause = ended.error ?? ended.status;
  throw /nsfw|safety|flagged/i.test(cause) ? refusal(exchange.name, cause) : brokenAnswer(exchange.name, cause);
}

export const replicate: HostedProvider = {
  generate: request,
  vary: request,
  edit: request,
  receive,
  check: { method: 'GET', url: `${ROOT}/account`, body: null },
};
