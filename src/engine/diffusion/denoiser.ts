/**
 * What a sampler needs of a model: an estimate of the clean images.
 *
 * @param x noisy images, network space ([-1, 1] for clean ones)
 * @param sigma the noise level σ of all of them (standard deviation of the added noise)
 * @param out receives x̂0 = D(x, σ), same shape; never the same batch as `x`
 */
export type Denoiser<T> = (x: T, sigma: number, out: T) => Promise<void>;
