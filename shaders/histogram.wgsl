// Histogram of the grey levels of images after 3 × 3 binomial smoothing with mirrored borders, for Otsu's threshold. Each
// workgroup counts into its own memory, where its threads meet, and adds its counts to the total once. Counts are whole
// numbers, so their order does not matter; a grey level within rounding of an edge may fall on its other side than in f64.

override width: u32;
override height: u32;
override count: u32;
override bins: u32;

const SIZE = 256u;

@group(0) @binding(0) var<storage, read> grey: array<f32>; // [count, height, width]
@group(0) @binding(1) var<storage, read_write> total: array<atomic<u32>>; // [bins]

var<workgroup> own: array<atomic<u32>, bins>;

fn mirrored(i: u32, step: i32, n: u32) -> u32 {
  let j = i32(i) + step;
  return u32(select(select(j, i32(n) - 2, j >= i32(n)), 1, j < 0));
}

fn smoothedRow(row: u32, x: u32) -> f32 {
  return (grey[row + mirrored(x, -1, width)] + 2.0 * grey[row + x] + grey[row + mirrored(x, 1, width)]) / 4.0;
}

@compute @workgroup_size(SIZE)
fn main(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  for (var bin = local; bin < bins; bin += SIZE) { atomicStore(&own[bin], 0u); }
  workgroupBarrier();
  let pixels = width * height;
  for (var i = id.x; i < count * pixels; i += groups.x * SIZE) {
    let image = i / pixels * pixels;
    let y = (i - image) / width;
    let x = (i - image) % width;
    let above = smoothedRow(image + mirrored(y, -1, height) * width, x);
    let below = smoothedRow(image + mirrored(y, 1, height) * width, x);
    let value = (above + 2.0 * smoothedRow(image + y * width, x) + below) / 4.0;
    atomicAdd(&own[u32(clamp(floor(value * f32(bins)), 0.0, f32(bins - 1u)))], 1u);
  }
  workgroupBarrier();
  for (var bin = local; bin < bins; bin += SIZE) { atomicAdd(&total[bin], atomicLoad(&own[bin])); }
}
