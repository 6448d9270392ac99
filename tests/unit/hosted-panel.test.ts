/** The panel's rules about money: nothing over the cap, nothing twice, and everything that may be billed is counted. */
import { describe, expect, test } from 'vitest';
import { factsOf } from '../../src/client/hosted/facts.ts';
import { EMPTY_LEDGER, spent, type Ledger } from '../../src/client/hosted/ledger.ts';
import { Cancelled, SpecimenError, type ErrorName } from '../../src/contract/errors.ts';
import type { HostedCall, HostedPicture, HostedProgress, HostedResult, ProviderId } from '../../src/contract/hosted.ts';
import { HostedPanelState } from '../../src/ui/hosted/panel.svelte.ts';
import type { HostedState } from '../../src/ui/state/hosted.svelte.ts';

const SIDE = 8;
const picture: HostedPicture = { data: new Float32Array(SIDE * SIDE).fill(51 / 255), width: SIDE, height: SIDE };
const mask = Float32Array.from(picture.data, (_, i) => (i < SIDE ? 1 : 0));
const done: HostedResult = {
  image: { data: new Float32Array(4).fill(0.6), count: 1, width: 2, height: 2 },
  usage: { textIn: 0, imageIn: 0, imageOut: 1000 },
  requestId: 'req-1',
  practice: false,
};

/** A panel over a provider whose calls end when the test says so. */
function start(ledger: Partial<Ledger> = {}, provider: ProviderId = 'openai', base: string | null = null) {
  const calls: {
    call: HostedCall;
    base: string | null;
    signal: AbortSignal;
    onProgress: (p: HostedProgress) => void;
    resolve: (r: HostedResult) => void;
    reject: (e: Error) => void;
  }[] = [];
  const hosted = {
    ledger: { ...EMPTY_LEDGER, ...ledger },
    usable: [{ setup: { provider, base, keep: 'memory', unlocked: true }, facts: factsOf(provider) }],
    client: {
      run: (
        call: HostedCall,
        base: string | null,
        { signal, onProgress }: { signal: AbortSignal; onProgress: (p: HostedProgress) => void },
      ) =>
        new Promise<HostedResult>((resolve, reject) => {
          calls.push({ call, base, signal, onProgress, resolve, reject });
          signal.addEventListener('abort', () => reject(new Cancelled()));
        }),
    },
  };
  const panel = new HostedPanelState(hosted as unknown as HostedState);
  panel.hasMask = true;
  panel.prompt = 'rock';
  return { hosted, panel, calls };
}

describe('before anything is sent', () => {
  test('looking sends nothing, and shows the price', () => {
    const { panel, calls, hosted } = start();
    panel.prepare(picture, mask);
    expect(panel.review).toMatchObject({ usd: 0.006, verdict: 'go' });
    panel.back();
    expect(calls).toEqual([]);
    expect(hosted.ledger.spends).toEqual([]);
  });

  test('over the cap nothing goes, whatever is agreed to', async () => {
    const { panel, calls } = start({ capUsd: 0.005 });
    panel.prepare(picture, mask);
    await panel.send(true);
    expect(calls).toEqual([]);
    expect(panel.review).toMatchObject({ verdict: 'over' });
  });

  test('a cap that was lowered meanwhile holds too', async () => {
    const { panel, calls, hosted } = start();
    panel.prepare(picture, mask);
    hosted.ledger = { ...hosted.ledger, capUsd: 0 };
    await panel.send(true);
    expect(calls).toEqual([]);
  });

  test('a dear call, and one of unknown price, go only when agreed to', async () => {
    for (const { panel, calls } of [start({ askAboveUsd: 0.001 }), start({}, 'compatible', 'http://localhost:1')]) {
      panel.ownModel = 'any';
      panel.prepare(picture, mask);
      expect(panel.review!.verdict).toBe('ask');
      await panel.send(false);
      expect(calls).toEqual([]);
      void panel.send(true);
      expect(calls).toHaveLength(1);
    }
  });

  test('what was looked at goes to the provider as it was then, or not at all', async () => {
    const { panel, calls, hosted } = start({}, 'openai', 'http://localhost:8788');
    panel.prepare(picture, mask);
    expect(panel.review).toMatchObject({ usd: 0 });
    // Meanwhile the visitor adds the service itself, with a real key.
    hosted.usable = [{ ...hosted.usable[0]!, setup: { ...hosted.usable[0]!.setup, base: null } }];
    expect(panel.review).toBeNull();
    await panel.send(true);
    expect(calls).toEqual([]);
    panel.prepare(picture, mask);
    expect(panel.review).toMatchObject({ usd: 0.006 });
    void panel.send(true);
    expect(calls).toMatchObject([{ base: null }]);
  });

  test('what is missing is told in a sentence', () => {
    const { panel } = start();
    panel.prepare(picture, null);
    expect(panel.error?.message).toMatch(/Mask the part/);
    expect(panel.review).toBeNull();
  });
});

describe('a call', () => {
  test('pressed twice it is sent once, and its cost is that of the returned usage', async () => {
    const { panel, calls, hosted } = start();
    panel.prepare(picture, mask);
    const first = panel.send(false);
    await panel.send(false);
    expect(calls).toHaveLength(1);
    expect(spent(hosted.ledger).usd).toBe(0.006); // on its way it counts already
    calls[0]!.resolve(done);
    await first;
    expect(panel.result).toMatchObject({ usd: 0.03, measured: true });
    expect(spent(hosted.ledger).usd).toBeCloseTo(0.03);
    expect(panel.result!.kept!.mean).toBeCloseTo(0.4 * 255, 3);
    expect(panel.result!.picture.data.slice(SIDE)).toEqual(picture.data.slice(SIDE));
    expect(panel.result!.provenance).toMatchObject({
      synthetic: true,
      provider: 'OpenAI',
      practice: false,
      requestId: 'req-1',
      operation: 'inpaint',
      prompt: 'rock',
    });
  });

  test('that needs no mask may change everything, though there is one', async () => {
    const { panel, calls } = start();
    panel.operation = 'instruct';
    panel.prepare(picture, mask);
    const sent = panel.send(false);
    calls[0]!.resolve(done);
    await sent;
    expect(panel.result!.kept).toBeNull();
    expect(panel.result!.picture.data.every((grey) => Math.abs(grey - 0.6) < 1e-6)).toBe(true);
    expect(panel.result!.provenance.keptChange).toBeNull();
  });

  const ENDS: [ErrorName, number][] = [
    ['HostFailed', 0.006],
    ['HostTimedOut', 0.006],
    ['HostUnreachable', 0.006],
    ['RateLimited', 0],
    ['KeyRefused', 0],
    ['Offline', 0],
  ];
  test.each(ENDS)('%s counts %d, and is not sent again without a new look', async (name, usd) => {
    const { panel, calls, hosted } = start();
    panel.prepare(picture, mask);
    const sent = panel.send(false);
    calls[0]!.reject(new SpecimenError(name, 'What to do.'));
    await sent;
    expect(spent(hosted.ledger).usd).toBe(usd);
    expect(panel.error?.name).toBe(name);
    expect(panel.review).toBeNull();
    await panel.send(true);
    expect(calls).toHaveLength(1);
  });

  test('a cancelled one counts, because nobody here knows better', async () => {
    const { panel, hosted } = start();
    panel.prepare(picture, mask);
    const sent = panel.send(false);
    panel.cancel();
    await sent;
    expect(spent(hosted.ledger).usd).toBe(0.006);
    expect(panel.note).toMatch(/may bill it all the same/);
    expect(panel.running).toBeNull();
  });

  const REACHED: [ProviderId, HostedProgress | null, RegExp][] = [
    ['fal', null, /^Cancelled here\. fal cannot be told/],
    ['fal', { stage: 'send' }, /^Cancelled here\. fal cannot be told/],
    ['fal', { stage: 'queue', position: null }, /^Cancelled, here and at fal/],
    ['fal', { stage: 'work' }, /^Cancelled, here and at fal/],
    ['replicate', { stage: 'fetch' }, /^Cancelled here\. Replicate cannot be told/],
    ['openai', { stage: 'work' }, /^Cancelled here\. OpenAI cannot be told/],
  ];
  test.each(REACHED)('%s, cancelled at %j: says what the provider was told', async (provider, progress, note) => {
    const { panel, calls } = start({}, provider, provider === 'replicate' ? 'http://localhost:8789' : null);
    panel.prepare(picture, mask);
    const sent = panel.send(true);
    if (progress) calls[0]!.onProgress(progress);
    panel.cancel();
    await sent;
    expect(panel.note).toMatch(note);
  });

  test('a practice server behind the address of a proxy bills nothing either, and its picture says so', async () => {
    const { panel, calls, hosted } = start({}, 'stability', 'http://localhost:8788');
    panel.prepare(picture, mask);
    expect(panel.review).toMatchObject({ usd: 0.05 }); // only the answer tells
    const sent = panel.send(true);
    calls[0]!.resolve({ ...done, practice: true });
    await sent;
    expect(panel.result!.provenance.practice).toBe(true);
    expect(spent(hosted.ledger)).toEqual({ usd: 0, unknown: 0 });
  });

  test('a practice server bills nothing', async () => {
    const { panel, calls, hosted } = start({ capUsd: 0 }, 'openai', 'http://localhost:8788');
    panel.prepare(picture, mask);
    expect(panel.review).toMatchObject({ usd: 0, verdict: 'go' });
    const sent = panel.send(false);
    calls[0]!.resolve({ ...done, practice: true });
    await sent;
    expect(spent(hosted.ledger)).toEqual({ usd: 0, unknown: 0 });
  });
});
