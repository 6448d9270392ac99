/**
 * OpenAI's images API, and servers of others that speak it. `POST /images/generations` takes JSON, `POST /images/edits` a form;
 * the mask's transparent pixels are edited. There is no seed, so a result cannot be repeated.
 */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import * as v from 'valibot';
import { SpecimenError } from '../../contract/errors.ts';
import type { HostedCall, HostedUsage } from '../../contract/hosted.ts';
import type { Exchange } from './exchange.ts';
import { brokenAnswer, refusal } from './faults.ts';
import { NEUTRAL_PROMPT, requestIdOf, type HostedProvider, type HttpRequest, type Received } from './provider.ts';

/** Views of a picture on its way; the final one may come before all of them. */
const PARTIAL_IMAGES = 2;

/** Other servers count in other ways or not at all; a picture that was paid for is not lost over that. */
const Usage = v.fallback(
  v.nullable(
    v.object({
      input_tokens_details: v.object({ text_tokens: v.number(), image_tokens: v.number() }),
      output_tokens: v.number(),
    }),
  ),
  null,
);
const Answer = v.object({
  data: v.tuple([v.looseObject({ b64_json: v.string() })]),
  usage: v.optional(Usage, null),
});
/** The events that count: a failure, with or without a type, and a picture on its way or whole. */
const StreamEvent = v.union([
  v.object({ error: v.object({ message: v.string(), code: v.nullish(v.string()) }) }),
  v.object({ type: v.picklist(['image_generation.partial_image', 'image_edit.partial_image']), b64_json: v.string() }),
  v.object({
    type: v.picklist(['image_generation.completed', 'image_edit.completed']),
    b64_json: v.string(),
    usage: v.optional(Usage, null),
  }),
]);

/** The JSON body of `/images/generations`. */
export function generateBody({ model, prompt, width, height, quality }: HostedCall, stream: boolean) {
  return {
    model,
    prompt,
    n: 1,
    size: `${width}x${height}`,
    ...(quality && { quality }),
    // OpenAI's models always return the picture itself; other servers have to be asked.
    ...(stream ? { stream: true as const, partial_images: PARTIAL_IMAGES } : { response_format: 'b64_json' as const }),
  };
}

/** The fields of `/images/edits`, in the order in which they are sent. */
export function editFields(call: HostedCall, stream: boolean): [string, string | Uint8Array][] {
  const { image, mask, prompt, ...rest } = call;
  const body = generateBody({ ...rest, image, mask, prompt: prompt || NEUTRAL_PROMPT }, stream);
  const fields: [string, string | Uint8Array][] = Object.entries(body).map(([name, value]) => [name, String(value)]);
  fields.push(['image', image!]);
  if (mask) fields.push(['mask', mask]);
  return fields;
}

/**
 * @param root of the API, without a slash at its end
 * @param stream whether the server sends the picture while it emerges
 */
export function openAi(root: string, stream: boolean): HostedProvider {
  const edit = (call: HostedCall): HttpRequest => ({
    method: 'POST',
    url: `${root}/images/edits`,
    body: { form: editFields(call, stream) },
  });
  return {
    generate: (call) => ({
      method: 'POST',
      url: `${root}/images/generations`,
      body: { json: generateBody(call, stream) },
    }),
    // The endpoint for variations was retired; an edit with fixed words is what its maker advises.
    vary: edit,
    edit,
    receive: (response, exchange) =>
      response.headers.get('content-type')?.startsWith('text/event-stream') && response.body
        ? receiveStream(response.body, requestIdOf(response), exchange)
        : receiveJson(response, exchange),
    check: { method: 'GET', url: `${root}/models`, body: null },
  };
}

async function receiveJson(response: Response, exchange: Exchange): Promise<Received> {
  exchange.progress({ stage: 'work' });
  const { data, usage } = await exchange.read(Answer, response);
  return { bytes: exchange.bytesOf(data[0].b64_json), usage: usageOf(usage), requestId: requestIdOf(response) };
}

async function receiveStream(
  body: ReadableStream<Uint8Array>,
  requestId: string | null,
  exchange: Exchange,
): Promise<Received> {
  exchange.progress({ stage: 'work' });
  const text = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>);
  const reader = text.pipeThrough(new EventSourceParserStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw brokenAnswer(exchange.name, 'the stream ended before its picture');
      if (value.data === '[DONE]') continue;
      const { success, output: event } = v.safeParse(StreamEvent, JSON.parse(value.data));
      if (!success) continue; // an event of another kind
      if ('error' in event) {
        const cause = `${event.error.code ?? ''} ${event.error.message}`;
        throw /moderation/.test(cause) ? refusal(exchange.name, cause) : brokenAnswer(exchange.name, cause);
      }
      const bytes = exchange.bytesOf(event.b64_json);
      if ('usage' in event) return { bytes, usage: usageOf(event.usage), requestId };
      exchange.partial(bytes);
    }
  } catch (error) {
    if (error instanceof SpecimenError) throw error;
    throw exchange.ended() ?? brokenAnswer(exchange.name, error);
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function usageOf(usage: v.InferOutput<typeof Usage>): HostedUsage | null {
  if (!usage) return null;
  const { text_tokens: textIn, image_tokens: imageIn } = usage.input_tokens_details;
  return { textIn, imageIn, imageOut: usage.output_tokens };
}
