// Means per image from the sums of its tiles, one workgroup per image.
//
// Each thread adds every 256th tile, then the threads are added in pairs: an image of 2048×2048 px is a sum of 64 and 8
// terms in a row, not of 16,384, so its f32 error stays below 72 · 2⁻²⁴ of the mean of the absolute values.

override tiles: u32; // per image
override pixels: f32; // that were added up

@group(0) @binding(0) var<storage, read> sums: array<vec2f>; // [count, tiles]
@group(0) @binding(1) var<storage, read_write> means: array<vec2f>; // [count]

var<workgroup> totals: array<vec2f, 256>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  var total = vec2f(0.0);
  for (var tile = thread; tile < tiles; tile += 256u) {
    total += sums[group.x * tiles + tile];
  }
  totals[thread] = total;
  for (var stride = 128u; stride > 0u; stride /= 2u) {
    workgroupBarrier();
    if (thread < stride) {
      totals[thread] += totals[thread + stride];
    }
  }
  if (thread == 0u) {
    means[group.x] = totals[0] / pixels;
  }
}
