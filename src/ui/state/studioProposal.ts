/** What the Studio offers before anybody has taken it, whoever made it. */
import type { EditRequest, EditResult, RegionReport } from '../../contract/edit.ts';
import type { HostedProvenance } from '../../contract/hosted.ts';
import type { ImageBatch } from '../../contract/image.ts';
import { editedPixels, localEditRecord, type EditRecord } from '../../contract/provenance.ts';
import type { Region } from '../../lib/slice.ts';

export interface EditJob {
  request: EditRequest;
  /** Where the request's image lies in the picture. */
  region: Region;
}

/** Alternatives that nobody has taken yet. */
export interface Proposal {
  region: Region;
  images: ImageBatch; // of the region's size
  /** `[height, width]` of the region, above 0 where it was edited; null for all of it. */
  mask: Float32Array | null;
  reports: RegionReport[]; // one per alternative
  records: EditRecord[]; // one per alternative
  notices: string[];
}

/** The alternatives that a model on this computer made. */
export function proposalOf({ request, region }: EditJob, result: EditResult): Proposal {
  const { images, mask, reports, notices } = result;
  const records = reports.map((_, k) => localEditRecord(request, region, result, k));
  return { region, images, mask, reports, notices, records };
}

/** A picture of a region that a hosted model made. */
export interface HostedOffer {
  region: Region;
  image: ImageBatch; // of the region's size; kept pixels are those of the picture
  mask: Float32Array | null;
  hosted: HostedProvenance;
}

/** The one alternative that a hosted model made. */
export function proposalOfHosted({ region, image, mask, hosted }: HostedOffer, reports: RegionReport[]): Proposal {
  const record = { hosted, region, editedPixels: editedPixels(region, mask) };
  return { region, images: image, mask, reports, records: [record], notices: [] };
}
