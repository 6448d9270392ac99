// Phase of images as packed masks: 3 × 3 binomial smoothing with mirrored borders, a threshold, and 32 pixels to a word. One
// thread per word. A grey level within rounding of the threshold may fall on its other side than in f64.

override width: u32;
override height: u32;
override count: u32;
override threshold: f32;
override above: u32; // 1: the phase is at the threshold and above it, 0: below it

const SIZE = 64u;

@group(0) @binding(0) var<storage, read> grey: array<f32>; // [count, height, width]
@group(0) @binding(1) var<storage, read_write> masks: array<u32>; // [count, height, ⌈width / 32⌉]

fn mirrored(i: u32, step: i32, n: u32) -> u32 {
  let j = i32(i) + step;
  return u32(select(select(j, i32(n) - 2, j >= i32(n)), 1, j < 0));
}

fn smoothedRow(row: u32, x: u32) -> f32 {
  return (grey[row + mirrored(x, -1, width)] + 2.0 * grey[row + x] + grey[row + mirrored(x, 1, width)]) / 4.0;
}

@compute @workgroup_size(SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let words = (width + 31u) / 32u;
  for (var i = id.x; i < count * height * words; i += groups.x * SIZE) {
    let y = i / words % height;
    let image = i / words / height * height * width;
    let row = image + y * width;
    let upper = image + mirrored(y, -1, height) * width;
    let lower = image + mirrored(y, 1, height) * width;
    let start = i % words * 32u;
    var bits = 0u;
    for (var x = start; x < min(start + 32u, width); x++) {
      let value = (smoothedRow(upper, x) + 2.0 * smoothedRow(row, x) + smoothedRow(lower, x)) / 4.0;
      if ((value >= threshold) == (above == 1u)) { bits |= 1u << (x - start); }
    }
    masks[i] = bits;
  }
}
