// Sums per image of the values of its tiles, one workgroup per image.
//
// Each thread adds every 256th tile, then 16 threads add 16 of these each, then one adds those: an image of 2048×2048 px is
// 64, 16 and 16 terms in a row, not 16,384, so its f32 error stays below 96 · 2⁻²⁴ of the sum of the absolute values.

@group(0) @binding(0) var<storage, read> tiles: array<vec2f>; // [count, tiles of an image]
@group(0) @binding(1) var<storage, read_write> sums: array<vec2f>; // [count]

var<workgroup> totals: array<vec2f, 256>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let perImage = arrayLength(&tiles) / arrayLength(&sums);
  var total = vec2f(0.0);
  for (var tile = thread; tile < perImage; tile += 256u) {
    total += tiles[group.x * perImage + tile];
  }
  totals[thread] = total;
  workgroupBarrier();
  if (thread < 16u) {
    for (var i = thread + 16u; i < 256u; i += 16u) {
      totals[thread] += totals[i];
    }
  }
  workgroupBarrier();
  if (thread == 0u) {
    for (var i = 1u; i < 16u; i++) {
      totals[0] += totals[i];
    }
    sums[group.x] = totals[0];
  }
}
