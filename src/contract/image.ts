/** A batch of one-channel images: `data` is row-major `[count, height, width]` with values in [0, 1]. */
export interface ImageBatch {
  data: Float32Array;
  count: number;
  height: number;
  width: number;
}
