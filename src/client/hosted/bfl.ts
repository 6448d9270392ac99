/** Black Forest Labs, through a proxy: its media hosts let no browser read them. A job is asked for at the address it names. */
import * as v from 'valibot';
import type { HostedCall } from '../../contract/hosted.ts';
import { toBase64 } from './base64.ts';
import type { Exchange } from './exchange.ts';
import { matchesHost } from './facts.ts';
import { brokenAnswer, refusal } from './faults.ts';
import type { HostedProvider, HttpRequest, Received } from './provider.ts';

const ROOT = 'https://api.bfl.ai/v1';
/** The paper's thresholds for Canny edges, in grey levels of 255. */
const CANNY = { canny_low_threshold: 100, canny_high_threshold: 200 };

const Submitted = v.object({ id: v.string(), polling_url: v.pipe(v.string(), v.url()) });
const Task = v.object({ status: v.string(), result: v.nullish(v.object({ sample: v.nullish(v.string()) })) });
const ENDED = ['Ready', 'Error', 'Failed', 'Content Moderated', 'Request Moderated', 'Task not found'];

export function inputOf({ operation, prompt, image, mask, width, height }: HostedCall) {
  const output = { output_format: 'png' };
  const picture = image ? toBase64(image) : '';
  switch (operation) {
    case 'inpaint':
      return { prompt, image: picture, mask: toBase64(mask!), ...output };
    case 'edges':
      return { prompt, control_image: picture, ...CANNY, ...output };
    case 'instruct':
      return { prompt, input_image: picture, width, height, ...output };
    case 'generate':
    case 'vary':
      return { prompt, width, height, ...output };
  }
}

const request = (call: HostedCall): HttpRequest => ({
  method: 'POST',
  url: `${ROOT}/${call.model}`,
  body: { json: inputOf(call) },
});

async function receive(response: Response, exchange: Exchange): Promise<Received> {
  const { id, polling_url: url } = await exchange.read(Submitted, response);
  // The key goes along, so the address must be the service's own.
  if (!url.startsWith('https://') || !matchesHost(new URL(url).host, exchange.facts.hosts)) {
    throw brokenAnswer(exchange.name, `a job at ${new URL(url).host}`);
  }
  const { status, result } = await exchange.poll({ method: 'GET', url, body: null }, Task, ({ status }) => {
    exchange.progress({ stage: 'work' });
    return ENDED.includes(status);
  });
  if (status.endsWith('Moderated')) throw refusal(exchange.name, status);
  if (status !== 'Ready' || !result?.sample) throw brokenAnswer(exchange.name, status);
  return { bytes: await exchange.picture(result.sample), usage: null, requestId: id };
}

export const bfl: HostedProvider = {
  generate: request,
  vary: request,
  edit: request,
  receive,
  check: { method: 'GET', url: `${ROOT}/credits`, body: null },
};
