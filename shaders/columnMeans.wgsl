// Mean of each column of a matrix, one workgroup per 64 columns, with four threads for each.
//
// Rounding: every thread adds 64 rows, then adds that sum to its total, then the four totals are added. The error of a mean of
// n values in f32 is at most (64 + n/256 + 3) · 2⁻²⁴ of the mean of their absolute values. Blocks are used rather than a
// compensated sum, because WGSL allows a compiler to simplify the compensation away.

override rows: u32;
override columns: u32;

const BLOCK = 64u;

@group(0) @binding(0) var<storage, read> matrix: array<f32>; // [rows, columns]
@group(0) @binding(1) var<storage, read_write> means: array<f32>; // [columns]

var<workgroup> totals: array<f32, 256>; // [4, 64]

@compute @workgroup_size(64, 4)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let column = min(id.x, columns - 1u);
  var total = 0.0;
  for (var first = local.y; first < rows; first += 4u * BLOCK) {
    var sum = 0.0;
    for (var row = first; row < min(rows, first + 4u * BLOCK); row += 4u) {
      sum += matrix[row * columns + column];
    }
    total += sum;
  }
  totals[local.y * 64u + local.x] = total;
  workgroupBarrier();
  if (local.y == 0u && id.x < columns) {
    let x = local.x;
    means[column] = ((totals[x] + totals[x + 64u]) + (totals[x + 128u] + totals[x + 192u])) / f32(rows);
  }
}
