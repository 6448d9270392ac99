/** The Lab's forward process: the noise that is shown is the noise that the network gets. */
import { expect, test, vi } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import type { DenoiseRequest } from '../../src/contract/request.ts';
import { initialNoise } from '../../src/engine/models/edm.ts';
import { Forward, SIGMA_RANGE } from '../../src/ui/state/forward.svelte.ts';
import { resultOf } from '../support/keptRuns.ts';

test.each([SIGMA_RANGE.min, 0.7, SIGMA_RANGE.max])('with σ = %f the picture is what the network saw', async (sigma) => {
  const asked: DenoiseRequest[] = [];
  const engine = {
    denoise: (request: DenoiseRequest) => {
      asked.push(request);
      return Promise.resolve(request.image);
    },
  };
  const forward = new Forward(engine as unknown as Engine);
  forward.show(resultOf({ seed: 41, count: 2 }), 1);
  forward.drag(sigma);
  await vi.waitFor(() => expect(forward.guess).not.toBeNull());
  const [{ image, seed, sigma: level }] = asked as [DenoiseRequest];
  // As `denoiseOnce` makes its input, brought back to the contrast of a slice and to grey.
  const noise = initialNoise([seed], image.data.length, level);
  const seen = image.data.map((grey, i) => (2 * grey - 1 + noise[i]!) / Math.sqrt(1 + sigma ** 2));
  const shown = forward.noisy!.data;
  expect(shown.every((grey, i) => Math.abs(grey - Math.min(1, Math.max(0, (seen[i]! + 1) / 2))) < 1e-6)).toBe(true);
  expect(asked).toHaveLength(1);
});
