/** What each service would answer, in its own shapes. */
import { fromBase64, toBase64 } from '../../src/client/hosted/base64.ts';
import { WRONG_KEY, type Answer, type Call, type Fields } from './types.ts';

interface Job {
  polls: number;
  call: Call;
  cancelled: boolean;
}

const fromDataUrl = (value: unknown) =>
  typeof value === 'string' ? fromBase64(value.replace(/^data:image\/png;base64,/, '')) : undefined;
const asBytes = (value: unknown) => (value instanceof Uint8Array ? value : undefined);

/** Refuses fields that the service does not document for the request. */
function onlyFields(fields: Fields, names: string): void {
  const unknown = Object.keys(fields).filter((name) => !names.split(' ').includes(name));
  if (unknown.length > 0) throw new Error(`unknown parameter: ${unknown.join(', ')}`);
}

const GOOGLE = 'type.googleapis.com/google.rpc';
const geminiRefusal = (code: number, status: string, message: string, details: object[]): Answer => ({
  status: code,
  body: { error: { code, message, status, details } },
});
/** One sentence stands for every quota, that of a minute too. */
const geminiQuota = (period: string) =>
  geminiRefusal(
    429,
    'RESOURCE_EXHAUSTED',
    'You exceeded your current quota, please check your plan and billing details. Please retry in 26.4s.',
    [
      {
        '@type': `${GOOGLE}.QuotaFailure`,
        violations: [{ quotaId: `GenerateRequests${period}PerProjectPerModel-FreeTier` }],
      },
      { '@type': `${GOOGLE}.RetryInfo`, retryDelay: '26s' },
    ],
  );
/** Where Gemini writes otherwise than with a code for each: a wrong key is no 401 there. */
const GEMINI_REFUSALS: Record<string, Answer> = {
  '401': geminiRefusal(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
    { '@type': `${GOOGLE}.ErrorInfo`, reason: 'API_KEY_INVALID' },
  ]),
  '429-rate': geminiQuota('PerMinute'),
  '429-quota': geminiQuota('PerDay'),
};

/**
 * What the services answer in place of a picture, each as it writes it.
 * @param job that the request asks about, if it does
 */
function refusalOf({ host, fault, arrival }: Call, job: Job | undefined): Answer | null {
  const told = (status: number, code: string, message: string, headers = {}): Answer => {
    const own: Record<string, object> = {
      'queue.fal.run': status === 422 ? { detail: [{ loc: ['body'], msg: message, type: code }] } : { detail: message },
      'router.huggingface.co': { error: message },
      'generativelanguage.googleapis.com': { error: { code: status, message, status: code } },
      'api.stability.ai': { id: 'x', name: code, errors: [message] },
      'api.bfl.ai': { detail: message },
      'api.replicate.com': { detail: message, status, title: code },
    };
    return { status, headers, body: own[host] ?? { error: { message, type: code, code, param: null } } };
  };
  const refused = host === 'queue.fal.run' ? 422 : 400;
  const answers: Record<string, Answer> = {
    '401': told(401, 'invalid_api_key', `Incorrect API key provided: ${arrival.key ?? 'none'}.`),
    '403': told(403, 'unverified', 'Your organization must be verified to use this model.'),
    '404': told(404, 'not_found', 'Not found.'),
    '429-rate': told(429, 'rate_limit_exceeded', 'Rate limit reached.', { 'retry-after': '7' }),
    '429-quota': told(
      429,
      'insufficient_quota',
      'You exceeded your current quota, check your plan and billing details.',
    ),
    moderation: told(refused, 'moderation_blocked', 'Rejected by the safety system: content_policy.'),
    '500': told(500, 'server_error', 'The server had an error.'),
    ...(host === 'generativelanguage.googleapis.com' && GEMINI_REFUSALS),
  };
  if (arrival.key === null || arrival.key === WRONG_KEY) return answers['401']!;
  const due = job ? job.call.fault?.replace('job-', '') : fault;
  return answers[due ?? ''] ?? null;
}

/** Routes with a memory of the jobs that were submitted. */
export function routes(): (call: Call) => Answer {
  const jobs = new Map<string, Job>();
  let answers = 0;
  /** What services without jobs call a request. */
  const nextId = () => `req-${++answers}`;
  const submit = (call: Call) => {
    const id = `job-${jobs.size + 1}`;
    jobs.set(id, { polls: 0, call, cancelled: false });
    return id;
  };
  /** Queued, at work, done: one step at each question. */
  const poll = (id: string): 'queued' | 'working' | 'done' | 'cancelled' => {
    const job = jobs.get(id);
    if (!job) throw new Error('no such job');
    if (job.cancelled) return 'cancelled';
    job.polls++;
    if (job.polls === 1) return 'queued';
    return job.polls === 2 || job.call.fault === 'slow' ? 'working' : 'done';
  };
  const cancel = (id: string): Answer => {
    const job = jobs.get(id);
    if (job) job.cancelled = true;
    return { status: 202, body: { status: 'CANCELLATION_REQUESTED' } };
  };
  const pictureOf = (id: string) => {
    const { call } = jobs.get(id)!;
    const bytes = call.picture();
    return call.fault === 'truncated' ? bytes.subarray(0, bytes.length >> 1) : bytes;
  };

  function openAi(call: Call): Answer {
    const { path, fields, fault } = call;
    if (path === 'v1/models' || path === 'models') return { body: { object: 'list', data: [] } };
    onlyFields(fields, 'model prompt n size quality stream partial_images response_format image mask');
    call.take(asBytes(fields['image']), asBytes(fields['mask']), 'alpha');
    const kind = path.endsWith('edits') ? 'image_edit' : 'image_generation';
    const usage = {
      input_tokens: 60,
      input_tokens_details: { text_tokens: 20, image_tokens: 40 },
      output_tokens: 196,
      total_tokens: 256,
    };
    const picture = toBase64(call.picture());
    const headers = { 'x-request-id': nextId() };
    if (String(fields['stream']) !== 'true') {
      const b64_json = fault === 'truncated' ? picture.slice(0, (picture.length >> 3) << 2) : picture;
      return { headers, body: { created: 1, data: [{ b64_json }], usage } };
    }
    const partial = (haze: number, partial_image_index: number) => ({
      type: `${kind}.partial_image`,
      b64_json: toBase64(call.picture(haze)),
      partial_image_index,
    });
    const completed = { type: `${kind}.completed`, b64_json: picture, usage };
    const slow = fault === 'slow' ? Array.from({ length: 500 }, () => partial(0.9, 0)) : [];
    return { headers, body: {}, events: [partial(0.8, 0), ...slow, partial(0.4, 1), completed] };
  }

  function queue(call: Call, viaRouter: boolean): Answer {
    const { method, path, fields } = call;
    const [, id, action] = /requests\/([\w-]+)(?:\/(status|cancel))?$/.exec(path) ?? [];
    if (method === 'PUT') return cancel(id!);
    if (method === 'POST') {
      onlyFields(
        fields,
        'prompt image_url mask_url control_image_url image_urls image_size num_images output_format sync_mode',
      );
      const images = fields['image_urls'] as unknown[] | undefined;
      const image = fields['image_url'] ?? fields['control_image_url'] ?? images?.[0];
      call.take(fromDataUrl(image), fromDataUrl(fields['mask_url']), 'white');
      const request_id = submit(call);
      const response_url = `https://queue.fal.run/fal-ai/any/requests/${request_id}`;
      return { body: { request_id, status: 'IN_QUEUE', response_url } };
    }
    if (!jobs.has(id!)) return { status: 404, body: { detail: 'Request not found' } };
    if (action === 'status') {
      const states = { queued: 'IN_QUEUE', working: 'IN_PROGRESS', done: 'COMPLETED', cancelled: 'COMPLETED' };
      return { body: { status: states[poll(id!)], queue_position: 1 } };
    }
    if (jobs.get(id!)!.call.fault === 'result-moderation') {
      const msg = 'The content could not be processed because it was flagged by a content checker.';
      const detail = [{ loc: ['body', 'prompt'], msg, type: 'content_policy_violation' }];
      return { status: 422, body: { detail } };
    }
    const url = viaRouter ? `https://v3.fal.media/${id!}.png` : `data:image/png;base64,${toBase64(pictureOf(id!))}`;
    return { body: { images: [{ url, content_type: 'image/png' }], seed: 1 } };
  }

  function gemini(call: Call): Answer {
    if (call.path === 'v1beta/models') return { body: { models: [] } };
    onlyFields(call.fields, 'contents generationConfig');
    const [{ parts }] = call.fields['contents'] as [{ parts: { inlineData?: { data: string } }[] }];
    call.take(fromDataUrl(parts.find(({ inlineData }) => inlineData)?.inlineData?.data), undefined, 'alpha');
    const data = toBase64(call.picture());
    const refused = call.fault === 'result-moderation';
    const cut = refused || call.fault === 'truncated' ? [] : [{ inlineData: { mimeType: 'image/png', data } }];
    const responseId = nextId();
    return {
      body: {
        responseId,
        candidates: [
          {
            content: { parts: [{ text: 'Here it is.' }, ...cut] },
            finishReason: refused ? 'IMAGE_SAFETY' : 'STOP',
          },
        ],
      },
    };
  }

  function replicate(call: Call): Answer {
    const { method, path, fields } = call;
    if (path === 'v1/account') return { body: { username: 'practice' } };
    const [, id, cancelled] = /predictions\/([\w-]+)(\/cancel)?$/.exec(path) ?? [];
    if (cancelled) return cancel(id!);
    if (method === 'POST') {
      onlyFields(fields, 'input');
      const input = fields['input'] as Fields;
      onlyFields(input, 'prompt image mask control_image input_image redux_image aspect_ratio output_format');
      const image = input['image'] ?? input['control_image'] ?? input['input_image'] ?? input['redux_image'];
      call.take(fromDataUrl(image), fromDataUrl(input['mask']), 'white');
      return { status: 201, body: { id: submit(call), status: 'starting' } };
    }
    const states = { queued: 'starting', working: 'processing', done: 'succeeded', cancelled: 'canceled' };
    const status = states[poll(id!)];
    if (status === 'succeeded' && jobs.get(id!)!.call.fault === 'result-moderation') {
      return { body: { id, status: 'failed', output: null, error: 'NSFW content detected.' } };
    }
    return { body: { id, status, output: status === 'succeeded' ? [`https://replicate.delivery/${id!}.png`] : null } };
  }

  function bfl(call: Call): Answer {
    const { method, path, fields, search } = call;
    if (path === 'v1/credits') return { body: { credits: 100 } };
    if (method === 'POST') {
      onlyFields(
        fields,
        'prompt image mask control_image input_image width height canny_low_threshold canny_high_threshold output_format',
      );
      const image = fields['image'] ?? fields['control_image'] ?? fields['input_image'];
      call.take(fromDataUrl(image), fromDataUrl(fields['mask']), 'white');
      const id = submit(call);
      return { body: { id, polling_url: `https://api.eu1.bfl.ai/v1/get_result?id=${id}` } };
    }
    const id = search.get('id')!;
    const states = { queued: 'Pending', working: 'Pending', done: 'Ready', cancelled: 'Error' };
    const sample = `https://delivery-eu1.bfl.ai/${id}.png`;
    const status = states[poll(id)];
    if (status === 'Ready' && jobs.get(id)!.call.fault === 'result-moderation') {
      return { body: { id, status: 'Content Moderated', result: null } };
    }
    return { body: { id, status, result: { sample } } };
  }

  function stability(call: Call): Answer {
    if (call.path === 'v1/user/balance') return { body: { credits: 25 } };
    onlyFields(call.fields, 'prompt output_format aspect_ratio image mask');
    call.take(asBytes(call.fields['image']), asBytes(call.fields['mask']), 'white');
    if (call.fault === 'truncated') return { body: { finish_reason: 'SUCCESS' } };
    const headers = { 'x-request-id': nextId() };
    return { headers, body: { image: toBase64(call.picture()), finish_reason: 'SUCCESS', seed: 1 } };
  }

  function media({ arrival, path }: Call): Answer {
    if (arrival.key !== null) throw new Error('the key came along to a host for pictures');
    const id = path.replace('.png', '');
    if (jobs.get(id)?.call.fault === 'file-404') return { status: 404, body: {} };
    return { body: pictureOf(id) };
  }

  const services: Record<string, (call: Call) => Answer> = {
    'api.openai.com': openAi,
    v1: openAi,
    'queue.fal.run': (call) => queue(call, false),
    'router.huggingface.co': (call) => queue(call, true),
    'huggingface.co': ({ path }) =>
      path.startsWith('api/models/')
        ? { body: { inferenceProviderMapping: { 'fal-ai': { providerId: 'fal-ai/any', status: 'live' } } } }
        : { body: { name: 'practice' } },
    'generativelanguage.googleapis.com': gemini,
    'api.replicate.com': replicate,
    'api.bfl.ai': bfl,
    'api.eu1.bfl.ai': bfl,
    'api.stability.ai': stability,
  };
  const mediaHosts = ['v3.fal.media', 'replicate.delivery', 'delivery-eu1.bfl.ai'];

  return (call) => {
    if (mediaHosts.includes(call.host)) return media(call);
    const service = services[call.host];
    if (!service) return { status: 404, body: { error: { message: 'no such service', code: 'not_found' } } };
    // Services name a job in the path or behind it.
    const [id = ''] = /job-\d+/.exec(`${call.path}?${call.search.toString()}`) ?? [];
    return refusalOf(call, jobs.get(id)) ?? service(call);
  };
}
