/** Google Gemini's `generateContent`, the one endpoint of it that browsers may call for pictures. No mask and no seed. */
import * as v from 'valibot';
import type { HostedCall } from '../../contract/hosted.ts';
import { toBase64 } from './base64.ts';
import type { Exchange } from './exchange.ts';
import { brokenAnswer, refusal } from './faults.ts';
import { NEUTRAL_PROMPT, type HostedProvider, type HttpRequest, type Received } from './provider.ts';

const ROOT = 'https://generativelanguage.googleapis.com/v1beta';

/** The shapes it makes, width to height; a result is stretched back to the picture's own. */
const ASPECT_RATIOS = ['1:1', '2:3', '3:2', '3:4', '4:3', '9:16', '16:9', '21:9'];

const Answer = v.object({
  responseId: v.nullish(v.string()),
  promptFeedback: v.nullish(v.object({ blockReason: v.nullish(v.string()) })),
  candidates: v.nullish(
    v.array(
      v.object({
        finishReason: v.nullish(v.string()),
        content: v.nullish(
          v.object({
            parts: v.nullish(
              v.array(
                v.object({ inlineData: v.nullish(v.object({ data: v.string() })), thought: v.nullish(v.boolean()) }),
              ),
            ),
          }),
        ),
      }),
    ),
  ),
});

/** The body of `generateContent`. */
export function contentBody({ prompt, image, width, height }: HostedCall) {
  const picture = image ? [{ inlineData: { mimeType: 'image/png', data: toBase64(image) } }] : [];
  return {
    contents: [{ parts: [...picture, { text: prompt || NEUTRAL_PROMPT }], role: 'user' }],
    generationConfig: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: nearestAspect(width / height) } },
  };
}

export function nearestAspect(ratio: number): string {
  const distance = (aspect: string) => {
    const [width, height] = aspect.split(':').map(Number);
    return Math.abs(Math.log(width! / height! / ratio));
  };
  return ASPECT_RATIOS.reduce((best, aspect) => (distance(aspect) < distance(best) ? aspect : best));
}

const request = (call: HostedCall): HttpRequest => ({
  method: 'POST',
  url: `${ROOT}/models/${call.model}:generateContent`,
  body: { json: contentBody(call) },
});

async function receive(response: Response, exchange: Exchange): Promise<Received> {
  exchange.progress({ stage: 'work' });
  const { responseId, promptFeedback, candidates } = await exchange.read(Answer, response);
  if (promptFeedback?.blockReason) throw refusal(exchange.name, promptFeedback.blockReason);
  const candidate = candidates?.[0];
  const parts = candidate?.content?.parts ?? [];
  const data = parts.find(({ inlineData, thought }) => inlineData && !thought)?.inlineData?.data;
  if (data !== undefined) return { bytes: exchange.bytesOf(data), usage: null, requestId: responseId ?? null };
  const reason = candidate?.finishReason ?? 'no picture';
  throw /SAFETY|PROHIBITED|BLOCKLIST|RECITATION/.test(reason)
    ? refusal(exchange.name, reason)
    : brokenAnswer(exchange.name, reason);
}

export const gemini: HostedProvider = {
  generate: request,
  vary: request,
  edit: request,
  receive,
  check: { method: 'GET', url: `${ROOT}/models`, body: null },
};
