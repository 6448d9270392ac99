/** What providers say when they refuse, as they were seen to say it, and what the page makes of it. */
import { expect, test } from 'vitest';
import { statusFault } from '../../src/client/hosted/faults.ts';
import type { ErrorName } from '../../src/contract/errors.ts';

/** As Gemini refuses for its quotas: always with the same words, whichever quota it was. */
const geminiQuota = (quotaId: string, more: string, ...details: object[]) => ({
  error: {
    code: 429,
    message: `You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.${more}`,
    status: 'RESOURCE_EXHAUSTED',
    details: [{ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId }] }, ...details],
  },
});
const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '26s' };
const openAi = (code: string, message: string) => ({
  error: { message, type: 'image_generation_user_error', code, param: null },
});

const ANSWERS: [what: string, status: number, body: object, name: ErrorName][] = [
  [
    'OpenAI’s limit for a minute, with a word on billing',
    429,
    openAi(
      'rate_limit_exceeded',
      'Rate limit reached for gpt-image-2 on images per min: Limit 5, Used 5, Requested 1. Please try again in 12s. You can increase your rate limit by adding a payment method to your account at https://platform.openai.com/account/billing.',
    ),
    'RateLimited',
  ],
  [
    'OpenAI’s account without credit',
    429,
    openAi('insufficient_quota', 'You exceeded your current quota, please check your plan and billing details.'),
    'QuotaSpent',
  ],
  [
    'OpenAI’s budget, at 400',
    400,
    openAi('billing_hard_limit_reached', 'Billing hard limit has been reached'),
    'QuotaSpent',
  ],
  [
    'Gemini’s limit for a minute',
    429,
    geminiQuota('GenerateContentInputTokensPerModelPerMinute-FreeTier', '', retryInfo),
    'RateLimited',
  ],
  [
    'Gemini’s limit for a minute, told in words',
    429,
    { error: { code: 429, message: 'You exceeded your plan and billing details. Please retry in 26.1s.' } },
    'RateLimited',
  ],
  [
    'Gemini’s limit for a day',
    429,
    geminiQuota('GenerateRequestsPerDayPerProjectPerModel-FreeTier', ' Please retry in 26.1s.', retryInfo),
    'QuotaSpent',
  ],
  [
    'Gemini’s model that is not free',
    429,
    geminiQuota(
      'GenerateRequestsPerMinutePerProjectPerModel-FreeTier',
      '\n* Quota exceeded for metric: free_tier_requests, limit: 0, model: x\nPlease retry in 26.1s.',
      retryInfo,
    ),
    'QuotaSpent',
  ],
  [
    'Replicate’s limit, with a word on credit',
    429,
    {
      detail:
        'Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~7s.',
      status: 429,
      retry_after: 7,
    },
    'RateLimited',
  ],
  [
    'fal’s account without credit, at 403',
    403,
    { detail: 'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.' },
    'QuotaSpent',
  ],
  [
    'Gemini’s wrong key, at 400',
    400,
    { error: { code: 400, message: 'API key not valid. Please pass a valid API key.', status: 'INVALID_ARGUMENT' } },
    'KeyRefused',
  ],
  [
    'Gemini’s key that ran out, at 400',
    400,
    {
      error: {
        code: 400,
        message: 'API key expired. Please renew the API key.',
        status: 'INVALID_ARGUMENT',
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
      },
    },
    'KeyRefused',
  ],
  [
    'Gemini’s country that is not served, at 400',
    400,
    {
      error: {
        code: 400,
        message: 'User location is not supported for the API use.',
        status: 'FAILED_PRECONDITION',
      },
    },
    'KeyRefused',
  ],
  ['any other 400', 400, openAi('invalid_value', 'Invalid size.'), 'BadRequest'],
];

test.each(ANSWERS)('%s', (_, status, body, name) => {
  expect(statusFault('The service', status, JSON.stringify(body), null).name).toBe(name);
});
