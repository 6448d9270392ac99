/** dcgan-64 written in TensorFlow.js on its WebAssembly backend, with our weights. */
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { dirname } from 'node:path';
import { onnxWeights } from './onnxWeights.ts';

/** Coordinates of z that are the DCGAN's latent; the others are one noise value per pixel. */
const LATENT = 100;
const SIDE = 64;

/**
 * @param model the exported generator
 * @returns a function from z `[n, 100 + 4096]` and condition `[n, 11]` to the network's output `[n, 64, 64]` in [−1, 1]
 */
export async function tfDcgan(model: Uint8Array) {
  setWasmPaths(
    dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')) + '/dist/',
  );
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its WebAssembly backend.');
  const weights = onnxWeights(model);
  const tensor = (name: string) => {
    const { data, dims } = weights.get(name)!;
    return tf.tensor(data, dims);
  };
  // TensorFlow keeps channels last: filters are [height, width, out, in] transposed, [height, width, in, out] otherwise.
  const turned = (name: string, order: number[]) => tf.tidy(() => tf.transpose(tensor(name) as tf.Tensor4D, order));
  const dense = (name: string) => ({ weight: tensor(`${name}.weight`) as tf.Tensor2D, bias: tensor(`${name}.bias`) });
  const layers = [0, 1, 2, 3].map((i) => ({
    filter: turned(`layers.${i}.weight`, [2, 3, 1, 0]),
    bias: tensor(`layers.${i}.bias`),
    affine: dense(`affine.${i}`),
    noise: i > 0 ? turned(`noises.${i - 1}.weight`, [2, 3, 1, 0]) : null,
  }));
  const embed = dense('embed');
  const last = { filter: turned('last.weight', [2, 3, 1, 0]), bias: tensor('last.bias') };
  const grain = turned('grain.weight', [2, 3, 1, 0]);
  const linear = (x: tf.Tensor2D, { weight, bias }: typeof embed) =>
    tf.add<tf.Tensor2D>(tf.matMul(x, weight, false, true), bias);
  const halves = (h: tf.Tensor4D) => tf.split(h, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
  const enlarge = (h: tf.Tensor4D, filter: tf.Tensor4D, padding: 'same' | 'valid') => {
    const [n, side] = [h.shape[0], padding === 'same' ? 2 * h.shape[1] : 4];
    return tf.conv2dTranspose(h, filter, [n, side, side, filter.shape[2]], padding === 'same' ? 2 : 1, padding);
  };

  return async (zData: Float32Array, conditionData: Float32Array, n: number) => {
    const output = tf.tidy(() => {
      const z = tf.tensor2d(zData, [n, LATENT + SIDE * SIDE]);
      const embedding = tf.relu(linear(tf.tensor2d(conditionData, [n, conditionData.length / n]), embed));
      const noise = tf.reshape<tf.Rank.R4>(tf.slice(z, [0, LATENT]), [n, SIDE, SIDE, 1]);
      let h = tf.reshape<tf.Rank.R4>(tf.concat([tf.slice(z, [0, 0], [n, LATENT]), embedding], 1), [n, 1, 1, -1]);
      for (const [i, layer] of layers.entries()) {
        const [scale, shift] = halves(tf.reshape<tf.Rank.R4>(linear(embedding, layer.affine), [n, 1, 1, -1]));
        h = tf.add(enlarge(h, layer.filter, i === 0 ? 'valid' : 'same'), layer.bias);
        if (layer.noise) h = tf.add(h, tf.conv2d(noise, layer.noise, layer.noise.shape[0], 'valid'));
        h = tf.relu(tf.add(tf.mul(h, tf.add(scale, 1)), shift));
      }
      const [picture, strength] = halves(tf.add(enlarge(h, last.filter, 'same'), last.bias));
      return tf.tanh(tf.add(picture, tf.mul(strength, tf.conv2d(noise, grain, 1, 'same'))));
    });
    const values = (await output.data()) as Float32Array;
    output.dispose();
    return values;
  };
}
