/** Files of several people, and what they say together. */
import { WrongStudyFile, fromStudyCsv, MAX_CSV } from '../../lib/study/csv.ts';
import { addStudy, type Added } from '../../lib/study/pool.ts';
import type { Participation } from '../../lib/study/records.ts';
import { agree, breakDown, calibrate, summarizeRatings } from '../../lib/study/summary.ts';

/** What became of a file. */
export type FileNews = { name: string; added: Added; alias: string } | { name: string; wrong: WrongStudyFile };

export class StudyPool {
  studies = $state.raw<readonly Participation[]>([]);
  /** Of the files that were added last. */
  news = $state.raw<readonly FileNews[]>([]);
  reading = $state(false);

  readonly answers = $derived(this.studies.map(({ trials }) => trials));
  readonly breakdown = $derived(breakDown(this.answers));
  readonly common = $derived(agree(this.studies));
  readonly calibration = $derived(this.breakdown && calibrate(this.answers.flat()));
  readonly marks = $derived(summarizeRatings(this.studies));
  async add(files: readonly { name: string; blob: Blob }[]): Promise<void> {
    this.reading = true;
    const news: FileNews[] = [];
    for (const { name, blob } of files) {
      try {
        if (blob.size > MAX_CSV * 2) throw new WrongStudyFile('large');
        for (const study of fromStudyCsv(await blob.text())) {
          const { studies, added } = addStudy(this.studies, study);
          this.studies = studies;
          news.push({ name, added, alias: study.alias });
        }
      } catch (error) {
        news.push({ name, wrong: error instanceof WrongStudyFile ? error : new WrongStudyFile('other') });
      }
    }
    this.news = news;
    this.reading = false;
  }

  /** Adds what was done on this computer. */
  addOwn(study: Participation): void {
    this.studies = addStudy(this.studies, study).studies;
  }

  remove(study: string): void {
    this.studies = this.studies.filter((other) => other.study !== study);
    this.news = [];
  }

  clear(): void {
    this.studies = [];
    this.news = [];
  }
}
