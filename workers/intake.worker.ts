/** Turns files into pictures beside the page: a set of one size, or a single one as it is. The type of `api` is the contract with it. */
import * as Comlink from 'comlink';
import { SpecimenError, toPayload, type Outcome } from '../src/contract/errors.ts';
import type { InputFile, IntakeProgress, IntakeResult, IntakeSettings } from '../src/contract/intake.ts';
import type { OpenedPicture } from '../src/contract/opened.ts';
import { takeIn } from '../src/lib/decode/intake.ts';
import { openPicture } from '../src/lib/decode/open.ts';
import { Refused } from '../src/lib/decode/picture.ts';
import { decodeJpeg } from './browserJpeg.ts';

/** Time between two reports, in ms: small images come faster than a screen can count them. */
const REPORT_EVERY = 50;

const api = {
  async takeIn(
    files: InputFile[],
    settings: IntakeSettings,
    onProgress: (progress: IntakeProgress) => void,
  ): Promise<Outcome<IntakeResult>> {
    let reported = -Infinity;
    const report = (progress: IntakeProgress) => {
      if (performance.now() - reported < REPORT_EVERY) return;
      reported = performance.now();
      onProgress(progress);
    };
    try {
      const value = await takeIn(files, settings, { jpeg: decodeJpeg, onProgress: report });
      return Comlink.transfer({ ok: true, value }, value.images ? [value.images.data.buffer] : []);
    } catch (error) {
      return { ok: false, error: toPayload(error) };
    }
  },

  /** @param page from 0 */
  async open(file: Blob, page: number): Promise<Outcome<OpenedPicture>> {
    try {
      const value = await openPicture(file, page, decodeJpeg);
      return Comlink.transfer({ ok: true, value }, [value.pixels.buffer]);
    } catch (error) {
      if (error instanceof Refused) return { ok: false, error: toPayload(new SpecimenError('BadFile', error.message)) };
      return { ok: false, error: toPayload(error) };
    }
  },
};

export type IntakeApi = typeof api;
Comlink.expose(api);
