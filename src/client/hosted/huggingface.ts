/**
 * Hugging Face's Inference Providers, through fal: the hub says which of fal's models stands for one of its own, its router
 * passes the request on, and the picture is fetched from fal's media host. No mask and no seed.
 */
import * as v from 'valibot';
import { SpecimenError } from '../../contract/errors.ts';
import type { HostedCall } from '../../contract/hosted.ts';
import { pngDataUrl } from './base64.ts';
import type { Exchange } from './exchange.ts';
import { Pictures, Status } from './fal.ts';
import { brokenAnswer } from './faults.ts';
import type { HostedProvider, HttpRequest, Received } from './provider.ts';

const HUB = 'https://huggingface.co';
const ROUTER = 'https://router.huggingface.co/fal-ai';
const QUEUE = '?_subdomain=queue';

const Mapping = v.object({
  inferenceProviderMapping: v.record(v.string(), v.object({ providerId: v.string(), status: v.string() })),
});
const Submitted = v.object({ request_id: v.string(), response_url: v.pipe(v.string(), v.url()) });

export function mappingRequest(model: string): HttpRequest {
  return { method: 'GET', url: `${HUB}/api/models/${model}?expand[]=inferenceProviderMapping`, body: null };
}

async function locate(call: HostedCall, exchange: Exchange): Promise<HostedCall> {
  const response = await exchange.send(mappingRequest(call.model));
  const { inferenceProviderMapping } = await exchange.read(Mapping, response);
  const found = inferenceProviderMapping['fal-ai'];
  if (found?.status !== 'live') {
    throw new SpecimenError(
      'BadRequest',
      `Hugging Face does not serve ${call.model} now; choose another model. Nothing was billed.`,
    );
  }
  return { ...call, model: found.providerId };
}

const post = ({ model }: HostedCall, json: object): HttpRequest => ({
  method: 'POST',
  url: `${ROUTER}/${model}${QUEUE}`,
  body: { json },
});

export const generateInput = ({ prompt, width, height }: HostedCall) => ({ prompt, image_size: { width, height } });

/** A model takes its picture under one name or the other. */
function edit(call: HostedCall): HttpRequest {
  const image = pngDataUrl(call.image!);
  return post(call, { prompt: call.prompt, image_url: image, image_urls: [image] });
}

/** The requests that follow a submission, at the router, which hides the queue's own address. */
export function jobRequests(responseUrl: string): Record<'status' | 'result', HttpRequest> {
  const { pathname } = new URL(responseUrl);
  return {
    status: { method: 'GET', url: `${ROUTER}${pathname}/status${QUEUE}`, body: null },
    result: { method: 'GET', url: `${ROUTER}${pathname}${QUEUE}`, body: null },
  };
}

async function receive(response: Response, exchange: Exchange): Promise<Received> {
  const { request_id: requestId, response_url } = await exchange.read(Submitted, response);
  if (!/^\/[\w./-]+$/.test(new URL(response_url).pathname))
    throw brokenAnswer(exchange.name, 'an address of its own kind');
  const { status, result } = jobRequests(response_url);
  await exchange.poll(status, Status, (answer) => {
    const queued = answer.status === 'IN_QUEUE';
    exchange.progress(queued ? { stage: 'queue', position: answer.queue_position ?? null } : { stage: 'work' });
    return answer.status === 'COMPLETED';
  });
  const { images } = await exchange.ask(Pictures, result);
  return { bytes: await exchange.picture(images[0].url), usage: null, requestId };
}

export const huggingface: HostedProvider = {
  // The router hands fields on as they are, so the size goes by fal's name for it.
  generate: (call) => post(call, generateInput(call)),
  vary: edit,
  edit,
  locate,
  receive,
  check: { method: 'GET', url: `${HUB}/api/whoami-v2`, body: null },
};
