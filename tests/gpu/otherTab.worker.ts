/** Another tab on the same storage: keeps what it is sent, renames the first of it, and says so. */
import type { KeptRun, RunPictures } from '../../src/contract/kept.ts';
import { describeRun, putRun } from '../../src/store/runs.ts';

onmessage = ({ data }: MessageEvent<{ run: KeptRun; pictures: RunPictures }[]>) => {
  void Promise.all(data.map(({ run, pictures }) => putRun(run, pictures)))
    .then(() => describeRun(data[0]!.run.id, { name: 'Theirs', note: '' }))
    .then(() => postMessage('done'));
};
postMessage('ready');
