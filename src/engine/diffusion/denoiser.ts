/**
 * What a sampler needs of a model: an estimate of the clean images.
 *
 * @param x noisy images `[n, pixels]` in network space ([-1, 1] for clean ones), flat
 * @param sigma the noise level σ of all of them (standard deviation of the added noise)
 * @returns x̂0 = D(x, σ), same shape; a new array that the caller may keep
 */
export type Denoiser = (x: Float32Array, sigma: number) => Promise<Float32Array>;
