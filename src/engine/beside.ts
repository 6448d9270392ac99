/** The files beside a model's network, brought and proved on the backend of the network when a run first needs them. */
import { SpecimenError } from '../contract/errors.ts';
import type { BesideOptions, LoadedModel, Loader } from './loader.ts';
import { encoderTest, projectionTest, tried } from './models/golden.ts';
import { label } from './plan.ts';
import type { Network } from './session.ts';

/**
 * The classifier's gradient beside a denoiser; once is enough.
 * @throws SpecimenError of any kind but `OutputInvalid`; Cancelled.
 */
export async function addClassifier(loader: Loader, model: LoadedModel, options: BesideOptions): Promise<void> {
  model.classifier ??= await loader.openBeside(model, 'classifier', options);
}

/**
 * The encoder beside a decoder; once is enough.
 * @throws SpecimenError of any kind but `OutputInvalid`; Cancelled.
 */
export async function addEncoder(loader: Loader, model: LoadedModel, options: BesideOptions): Promise<Network> {
  if (model.encoder) return model.encoder;
  const encoder = await loader.openBeside(model, 'encoder', options);
  options.onProgress({ stage: 'self-test' });
  const difference = await tried(encoder, () => encoderTest(model.card, (inputs) => encoder.runAll(inputs)));
  if (difference !== null) {
    throw new SpecimenError(
      'SelfTestFailed',
      `${model.card.name} does not reproduce the test values of its encoder on this machine; choose WASM in Settings, or start from a seed.`,
      `${label(model.backend.backend)}: ${difference}`,
    );
  }
  return (model.encoder = encoder);
}

/**
 * The projection beside a denoiser that has one; once is enough.
 * @throws SpecimenError of any kind but `OutputInvalid`; Cancelled.
 */
export async function addProjection(loader: Loader, model: LoadedModel, options: BesideOptions): Promise<void> {
  if (model.projection || !model.card.files.some(({ role }) => role === 'projection')) return;
  const projection = await loader.openBeside(model, 'projection', options);
  options.onProgress({ stage: 'self-test' });
  const difference = await tried(projection, () => projectionTest(model.card, (inputs) => projection.run(inputs)));
  if (difference !== null) {
    throw new SpecimenError(
      'SelfTestFailed',
      `${model.card.name} does not reproduce the test values of its projection on this machine; choose WASM in Settings, or another model.`,
      `${label(model.backend.backend)}: ${difference}`,
    );
  }
  model.projection = projection;
}
