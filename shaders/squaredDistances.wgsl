// Squared Euclidean distances between the rows of two matrices, one workgroup per 16×16 distances.
//
// Differences are squared and added as they are, 16 dimensions at a time through shared memory: the quicker way by inner
// products would lose the small distances, which are the ones that tell a copy, to cancellation in f32. Each 16 terms are added
// before they join the total, so the relative error is at most (16 + dimension/16 + 3) · 2⁻²⁴.

override rowsA: u32;
override rowsB: u32;
override dimension: u32;

const TILE = 16u;

@group(0) @binding(0) var<storage, read> a: array<f32>; // [rowsA, dimension]
@group(0) @binding(1) var<storage, read> b: array<f32>; // [rowsB, dimension]
@group(0) @binding(2) var<storage, read_write> squared: array<f32>; // [rowsA, rowsB]

var<workgroup> tileA: array<f32, 256>; // [row, dimension]
var<workgroup> tileB: array<f32, 272>; // [row, dimension], rows 17 apart so that a column spreads over the memory's banks

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let i = group.y * TILE + local.y;
  let j = group.x * TILE + local.x;
  let rowA = min(i, rowsA - 1u);
  let rowB = min(group.x * TILE + local.y, rowsB - 1u);
  var total = 0.0;
  for (var first = 0u; first < dimension; first += TILE) {
    let k = first + local.x;
    let column = min(k, dimension - 1u);
    tileA[local.y * TILE + local.x] = select(0.0, a[rowA * dimension + column], k < dimension);
    tileB[local.y * 17u + local.x] = select(0.0, b[rowB * dimension + column], k < dimension);
    workgroupBarrier();
    var sum = 0.0;
    for (var d = 0u; d < TILE; d++) {
      let difference = tileA[local.y * TILE + d] - tileB[local.x * 17u + d];
      sum += difference * difference;
    }
    total += sum;
    workgroupBarrier();
  }
  if (i < rowsA && j < rowsB) {
    squared[i * rowsB + j] = total;
  }
}
