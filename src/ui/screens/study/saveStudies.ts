import type { Participation } from '../../../lib/study/records.ts';
import { toStudyCsv } from '../../../lib/study/csv.ts';
import { download } from '../../save.ts';

/** Saves one study under its alias, or several as one file. A byte order mark tells spreadsheets that it is UTF-8. */
export function saveStudies(studies: readonly Participation[]): void {
  const [first] = studies;
  const day = new Date().toISOString().slice(0, 10);
  const who = studies.length === 1 && first ? first.alias.replaceAll(/[^\p{L}\p{N}-]+/gu, '-') : 'pooled';
  download(new Blob(['\uFEFF', toStudyCsv(studies)], { type: 'text/csv' }), `specimen-study-${who}-${day}.csv`);
}
