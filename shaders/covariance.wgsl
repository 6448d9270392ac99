// Covariance of the columns of a matrix, one workgroup per 32×32 entries, four entries per thread. Tiles above the diagonal
// are the mirror of those below.
//
// Rows pass through shared memory 16 at a time, centred as they come in, so that nothing cancels afterwards.
//
// Rounding: the products of 64 rows are added, then that sum is added to the total. The error of an entry over n rows in f32 is
// at most (64 + n/64 + 3) · 2⁻²⁴ of the mean of the absolute products, beside the rounding of the means: 6e-6 of it for
// n = 2,048, and in practice about its square root. Blocks are used rather than a compensated sum, because WGSL allows a
// compiler to simplify the compensation away.

override rows: u32;
override columns: u32;

const TILE = 32u;
const DEPTH = 16u; // rows in shared memory
const BLOCK = 64u; // rows whose products are added first

@group(0) @binding(0) var<storage, read> matrix: array<f32>; // [rows, columns]
@group(0) @binding(1) var<storage, read> means: array<f32>; // [columns]
@group(0) @binding(2) var<storage, read_write> covariance: array<f32>; // [columns, columns]

var<workgroup> left: array<f32, 512>; // [DEPTH, TILE]
var<workgroup> right: array<f32, 512>;

fn centred(row: u32, column: u32) -> f32 {
  if (row >= rows || column >= columns) {
    return 0.0;
  }
  return matrix[row * columns + column] - means[column];
}

fn write(i: u32, j: u32, sum: f32) {
  if (i < columns && j < columns) {
    covariance[i * columns + j] = sum / f32(rows - 1u);
    covariance[j * columns + i] = sum / f32(rows - 1u);
  }
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  if (group.x > group.y) {
    return;
  }
  let i = group.y * TILE;
  let j = group.x * TILE;
  var total = vec4f(0.0);
  for (var block = 0u; block < rows; block += BLOCK) {
    var sum = vec4f(0.0);
    for (var first = block; first < min(rows, block + BLOCK); first += DEPTH) {
      for (var at = thread; at < DEPTH * TILE; at += 256u) {
        left[at] = centred(first + at / TILE, i + at % TILE);
        right[at] = centred(first + at / TILE, j + at % TILE);
      }
      workgroupBarrier();
      for (var row = 0u; row < DEPTH; row++) {
        let l = row * TILE + local.y;
        let r = row * TILE + local.x;
        sum += vec4f(left[l], left[l], left[l + 16u], left[l + 16u]) * vec4f(right[r], right[r + 16u], right[r], right[r + 16u]);
      }
      workgroupBarrier();
    }
    total += sum;
  }
  write(i + local.y, j + local.x, total.x);
  write(i + local.y, j + local.x + 16u, total.y);
  write(i + local.y + 16u, j + local.x, total.z);
  write(i + local.y + 16u, j + local.x + 16u, total.w);
}
