/** The pictures that a request may hold (`PICTURE_FIELDS`): they stay where they are, and only which ones there were is told. */
import type { BareRequest } from './kept.ts';
import { PICTURE_FIELDS, type PictureField, type SampleRequest } from './request.ts';

/** Which pictures a request holds. */
export function picturesIn(request: SampleRequest): PictureField[] {
  return PICTURE_FIELDS.filter((name) => request[name] !== undefined);
}

/** The request without its pictures. */
export function withoutPictures(request: SampleRequest): BareRequest {
  const bare = { ...request };
  delete bare.like;
  delete bare.sketch;
  delete bare.from;
  return bare;
}
