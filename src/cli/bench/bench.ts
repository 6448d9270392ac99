/** `specimen bench`: our code against what it is built on or compared with, on one machine in one run. */
import type { CAC } from 'cac';
import { oneOf } from '../options.ts';
import { benchFrechet } from './frechet.ts';
import { benchModels } from './models.ts';
import { benchPack } from './pack.ts';
import { benchSampler } from './sampler.ts';
import { benchSsim } from './ssim.ts';

interface Benchmark {
  /** Keys of the JSON object. */
  result: Record<string, unknown>;
  sentences: string[];
}

const BENCHMARKS: Record<string, () => Promise<Benchmark>> = {
  sampler: benchSampler,
  ssim: benchSsim,
  // Loaded late: it needs a browser's driver and the development server, which nothing else here does.
  'ssim-page': async () => (await import('./ssimPage.ts')).benchSsimPage(),
  frechet: benchFrechet,
  models: benchModels,
  pack: benchPack,
  // Loaded late: TensorFlow.js is a development package.
  peer: async () => (await import('./peer.ts')).benchPeer(),
};

export function registerBench(cli: CAC): void {
  const names = Object.keys(BENCHMARKS);
  cli
    .command('bench', 'Compare our code with the bare runtime and with reference libraries')
    .option('--only <name>', `One of ${names.join(', ')}`)
    .option('--json', 'Print one JSON object instead of sentences')
    .action(async (options: Record<string, unknown>) => {
      const chosen = options.only === undefined ? names : [oneOf('only', options.only, names)];
      const results: Record<string, unknown> = {};
      for (const name of chosen) {
        const { result, sentences } = await BENCHMARKS[name]!();
        Object.assign(results, result);
        if (!options.json) for (const sentence of sentences) console.log(sentence);
      }
      if (options.json) console.log(JSON.stringify(results));
    });
}
