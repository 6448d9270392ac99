/**
 * fal's queue: submit, ask for the status, fetch the result. Pictures travel as data addresses, so that none is left on fal's
 * file store, and `sync_mode` brings the result back the same way and keeps it out of the account's history.
 */
import * as v from 'valibot';
import type { HostedCall } from '../../contract/hosted.ts';
import { pngDataUrl } from './base64.ts';
import type { Exchange } from './exchange.ts';
import type { HostedProvider, HttpRequest, Received } from './provider.ts';

const ROOT = 'https://queue.fal.run';

export const Submitted = v.object({ request_id: v.string() });
export const Status = v.object({ status: v.string(), queue_position: v.nullish(v.number()) });
export const Pictures = v.object({ images: v.tupleWithRest([v.object({ url: v.string() })], v.unknown()) });

const output = { num_images: 1, output_format: 'png' as const, sync_mode: true };
const size = ({ width, height }: HostedCall) => ({ image_size: { width, height } });

export const generateInput = (call: HostedCall) => ({ prompt: call.prompt, ...size(call), ...output });
export const varyInput = (call: HostedCall) => ({ image_url: pngDataUrl(call.image!), ...size(call), ...output });
export const fillInput = ({ prompt, image, mask }: HostedCall) => ({
  prompt,
  image_url: pngDataUrl(image!),
  mask_url: pngDataUrl(mask!),
  ...output,
});
/** The service finds the edges itself. */
export const edgesInput = (call: HostedCall) => ({
  prompt: call.prompt,
  control_image_url: pngDataUrl(call.image!),
  ...size(call),
  ...output,
});
export const instructInput = (call: HostedCall) => ({
  prompt: call.prompt,
  image_urls: [pngDataUrl(call.image!)],
  ...size(call),
  ...output,
});

const post = ({ model }: HostedCall, json: object): HttpRequest => ({
  method: 'POST',
  url: `${ROOT}/${model}`,
  body: { json },
});

function edit(call: HostedCall): HttpRequest {
  if (call.operation === 'inpaint') return post(call, fillInput(call));
  return post(call, call.operation === 'edges' ? edgesInput(call) : instructInput(call));
}

/** The requests that follow a submission. Jobs are found under the first two parts of the model's name. */
export function jobRequests(model: string, id: string): Record<'status' | 'result' | 'cancel', HttpRequest> {
  const job = `${ROOT}/${model.split('/').slice(0, 2).join('/')}/requests/${encodeURIComponent(id)}`;
  return {
    status: { method: 'GET', url: `${job}/status`, body: null },
    result: { method: 'GET', url: job, body: null },
    cancel: { method: 'PUT', url: `${job}/cancel`, body: null },
  };
}

async function receive(response: Response, exchange: Exchange, { model }: HostedCall): Promise<Received> {
  const { request_id: id } = await exchange.read(Submitted, response);
  const { status, result, cancel } = jobRequests(model, id);
  exchange.progress({ stage: 'queue', position: null });
  await exchange.poll(
    status,
    Status,
    (answer) => {
      const queued = answer.status === 'IN_QUEUE';
      exchange.progress(queued ? { stage: 'queue', position: answer.queue_position ?? null } : { stage: 'work' });
      return answer.status === 'COMPLETED';
    },
    cancel,
  );
  const { images } = await exchange.ask(Pictures, result);
  return { bytes: await exchange.picture(images[0].url), usage: null, requestId: id };
}

export const fal: HostedProvider = {
  generate: (call) => post(call, generateInput(call)),
  vary: (call) => post(call, varyInput(call)),
  edit,
  receive,
  // There is no request for checking a key; a job that does not exist is only told apart from a key that does not.
  check: { ...jobRequests('fal-ai/flux-2', '00000000-0000-0000-0000-000000000000').status, passes: [400, 404, 422] },
};
