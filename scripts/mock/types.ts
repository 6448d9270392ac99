/** What the practice server and its routes say to one another. */
import type { MaskReport } from './pictures.ts';

export const FAULTS = [
  '401',
  '403',
  '404',
  '429-rate',
  '429-quota',
  'moderation',
  '500',
  'hang',
  'no-cors',
  'truncated',
  'slow', // works until it is cancelled
  'job-401', // accepts the job and then refuses every question about it, here and below
  'job-403',
  'job-404',
  'job-429-rate',
  'result-moderation', // does the work and then refuses to hand it out
  'file-404', // the job is done, and its picture is not on the media host
] as const;
export type Fault = (typeof FAULTS)[number];

/** This key is refused; every other is taken. */
export const WRONG_KEY = 'wrong';

export interface Arrival {
  method: string;
  /** Path below the server, with the host that it stands for. */
  path: string;
  /** As it arrived; it stays in memory. */
  key: string | null;
  prompt: string;
  mask: MaskReport | null;
  /** Whether the other side hung up before the answer was complete. */
  hungUp: boolean;
}

/** Fields of a request, from JSON or from a form. */
export type Fields = Record<string, unknown>;

/** What a route answers with. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: object | Uint8Array;
  /** Sent one after the other as server-sent events in place of the body. */
  events?: object[];
}

/** One request as the routes see it. */
export interface Call {
  method: string;
  host: string;
  path: string;
  search: URLSearchParams;
  fields: Fields;
  fault: Fault | null;
  /** Its own address, as the real service would write it. */
  arrival: Arrival;
  /** The picture of this call; `haze` from 1 to 0 as it emerges. */
  picture: (haze?: number) => Uint8Array;
  /** Reads picture and mask; throws a sentence when the mask is not as the service wants it. */
  take: (image: Uint8Array | undefined, mask: Uint8Array | undefined, convention: 'alpha' | 'white') => void;
}
