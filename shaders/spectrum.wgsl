// Power of the spectra of images by bands of frequency: the windowed mean, then a radix-2 transform (Cooley & Tukey 1965) of
// each row and of each column in workgroup memory, one workgroup per image, row and column. Real images have symmetric spectra,
// so only columns 0 … columns/2 are transformed.
//
// Rounding: the mean is taken from differences to the image's first pixel, so that a flat image has no power at all, and in
// blocks of 64 terms, so that its f32 error stays small. Twiddle factors come from a table, because WGSL's own sin and cos may be
// off by 2⁻¹¹. A coefficient is then off by about 2⁻²⁴ · log₂(columns · rows) of the root mean square of all coefficients, so
// that bands with less than 10⁻⁸ of the mean power drown in it.

override width: u32;
override height: u32;
override columns: u32; // of the transform, a power of two
override rows: u32; // likewise
override points: u32; // the larger of both
override bands: u32;
override weight: f32; // sum of the window over all pixels

const SIZE = 128u;
const BLOCK = 64u; // pixels that a thread adds first

// Each entry point binds from 0 on.
@group(0) @binding(0) var<storage, read> grey: array<f32>; // [count, height, width]
@group(0) @binding(1) var<storage, read> window: array<f32>; // [width] along x, then [height] along y
@group(0) @binding(2) var<storage, read_write> means: array<f32>; // [count]
@group(0) @binding(3) var<storage, read> twiddles: array<vec2f>; // [points/2], exp(−2πi k / points)
@group(0) @binding(4) var<storage, read_write> lines: array<vec2f>; // [count, columns/2 + 1, height], the rows' transforms

@group(0) @binding(0) var<storage, read> transposed: array<vec2f>; // `lines`, once they are there
@group(0) @binding(1) var<storage, read> starts: array<u32>; // [columns/2 + 1, bands + 1], first row of each band, up to rows/2
@group(0) @binding(2) var<storage, read_write> power: array<f32>; // [columns/2 + 1, count, bands]

var<workgroup> line: array<vec2f, points>;
var<workgroup> totals: array<f32, SIZE>;

@compute @workgroup_size(SIZE)
fn meanOf(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let pixels = width * height;
  let image = group.y * pixels;
  let first = grey[image];
  var total = 0.0;
  for (var block = local; block < pixels; block += BLOCK * SIZE) {
    var sum = 0.0;
    for (var i = block; i < min(pixels, block + BLOCK * SIZE); i += SIZE) {
      sum += window[i % width] * window[width + i / width] * (grey[image + i] - first);
    }
    total += sum;
  }
  totals[local] = total;
  for (var half = SIZE / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local < half) { totals[local] += totals[local + half]; }
  }
  if (local == 0u) { means[group.y] = first + totals[0] / weight; }
}

// Where element i of a line of n points goes before the butterflies.
fn reversed(i: u32, n: u32) -> u32 {
  return reverseBits(i) >> (32u - countTrailingZeros(n));
}

// The transform of the first n points of `line`, which lie in the order of `reversed`.
fn transform(n: u32, local: u32) {
  for (var half = 1u; half < n; half *= 2u) {
    workgroupBarrier();
    for (var i = local; i < n / 2u; i += SIZE) {
      let k = i % half;
      let a = 2u * (i - k) + k;
      let w = twiddles[k * (points / (2u * half))];
      let odd = line[a + half];
      let turned = vec2f(odd.x * w.x - odd.y * w.y, odd.x * w.y + odd.y * w.x);
      let even = line[a];
      line[a] = even + turned;
      line[a + half] = even - turned;
    }
  }
  workgroupBarrier();
}

@compute @workgroup_size(SIZE)
fn alongRows(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let y = group.x;
  let image = group.y;
  for (var x = local; x < columns; x += SIZE) {
    var value = 0.0;
    if (x < width) {
      value = window[x] * window[width + y] * (grey[(image * height + y) * width + x] - means[image]);
    }
    line[reversed(x, columns)] = vec2f(value, 0.0);
  }
  transform(columns, local);
  let kept = columns / 2u + 1u;
  for (var c = local; c < kept; c += SIZE) {
    lines[(image * kept + c) * height + y] = line[c];
  }
}

@compute @workgroup_size(SIZE)
fn alongColumns(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let c = group.x;
  let image = group.y;
  for (var y = local; y < rows; y += SIZE) {
    var value = vec2f(0.0);
    if (y < height) { value = transposed[(image * groups.x + c) * height + y]; }
    line[reversed(y, rows)] = value;
  }
  transform(rows, local);
  // The columns that are left out mirror the others, but the first and the last have no mirror image.
  let share = select(2.0, 1.0, c == 0u || c == columns / 2u);
  for (var band = local; band < bands; band += SIZE) {
    let at = c * (bands + 1u) + band;
    var sum = 0.0;
    for (var r = starts[at]; r < starts[at + 1u]; r++) {
      sum += dot(line[r], line[r]);
      if (r > 0u && r < rows / 2u) { sum += dot(line[rows - r], line[rows - r]); }
    }
    power[(c * groups.y + image) * bands + band] = share * sum;
  }
}
