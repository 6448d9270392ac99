// SSIM of pairs of images (Wang et al. 2004, equation 13), one workgroup per 16×16 px.
//
// The workgroup loads its pixels with a border of the window's radius into shared memory, mirrored at the image's edge;
// blurs x, y, x² + y² and xy along x into shared memory; then each thread blurs along y and has its pixel's SSIM. What the
// tile adds to the image's mean, over the pixels whose window lies inside the image, is left for tileSums.wgsl.
//
// Pixels are shifted by −½ before they are squared: a variance does not notice, and its rounding error in f32 is a quarter.

override width: u32;
override height: u32;
override c1: f32;
override c2: f32;
override writeMap: bool;
// The window's weights by distance from its centre.
override t0: f32;
override t1: f32;
override t2: f32;
override t3: f32;
override t4: f32;
override t5: f32;

const TILE = 16u;
const RADIUS = 5u;
const SIDE = 26u; // TILE + 2 RADIUS

@group(0) @binding(0) var<storage, read> a: array<f32>; // [count, height, width]
@group(0) @binding(1) var<storage, read> b: array<f32>; // as a
@group(0) @binding(2) var<storage, read_write> tiles: array<vec2f>; // [count, tiles of an image]: SSIM, contrast-structure
@group(0) @binding(3) var<storage, read_write> map: array<f32>; // as a, or one value

var<workgroup> pixels: array<vec2f, 676>; // [SIDE, SIDE]
var<workgroup> blurred: array<vec4f, 416>; // [SIDE, TILE]: x, y, x² + y², xy
var<workgroup> totals: array<vec2f, 256>;

fn mirror(i: i32, length: i32) -> u32 {
  let folded = select(select(i, 2 * length - 1 - i, i >= length), -1 - i, i < 0);
  return u32(clamp(folded, 0, length - 1)); // beyond one mirror lies only what no pixel uses
}

fn fields(at: u32) -> vec4f {
  let p = pixels[at];
  return vec4f(p, dot(p, p), p.x * p.y);
}

@compute @workgroup_size(16, 16)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_id) local: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let image = group.z * width * height;
  let corner = vec2i(group.xy * TILE) - i32(RADIUS);
  for (var i = thread; i < SIDE * SIDE; i += 256u) {
    let x = mirror(corner.x + i32(i % SIDE), i32(width));
    let y = mirror(corner.y + i32(i / SIDE), i32(height));
    let at = image + y * width + x;
    pixels[i] = vec2f(a[at], b[at]) - 0.5;
  }
  workgroupBarrier();

  for (var i = thread; i < SIDE * TILE; i += 256u) {
    let at = (i / TILE) * SIDE + i % TILE;
    blurred[i] = t0 * fields(at + 5u)
      + t1 * (fields(at + 4u) + fields(at + 6u))
      + t2 * (fields(at + 3u) + fields(at + 7u))
      + t3 * (fields(at + 2u) + fields(at + 8u))
      + t4 * (fields(at + 1u) + fields(at + 9u))
      + t5 * (fields(at) + fields(at + 10u));
  }
  workgroupBarrier();

  let at = local.y * TILE + local.x;
  let mean = t0 * blurred[at + 5u * TILE]
    + t1 * (blurred[at + 4u * TILE] + blurred[at + 6u * TILE])
    + t2 * (blurred[at + 3u * TILE] + blurred[at + 7u * TILE])
    + t3 * (blurred[at + 2u * TILE] + blurred[at + 8u * TILE])
    + t4 * (blurred[at + TILE] + blurred[at + 9u * TILE])
    + t5 * (blurred[at] + blurred[at + 10u * TILE]);
  let variances = mean.z - dot(mean.xy, mean.xy); // of x and y, added
  let covariance = mean.w - mean.x * mean.y;
  let mu = mean.xy + 0.5;
  let contrast = (2.0 * covariance + c2) / (variances + c2);
  let ssim = contrast * (2.0 * mu.x * mu.y + c1) / (dot(mu, mu) + c1);

  let pixel = group.xy * TILE + local.xy;
  let size = vec2u(width, height);
  if (writeMap && all(pixel < size)) {
    map[image + pixel.y * width + pixel.x] = ssim;
  }
  let inside = all(pixel >= vec2u(RADIUS)) && all(pixel + RADIUS < size);
  totals[thread] = select(vec2f(0.0), vec2f(ssim, contrast), inside);
  // In two steps of 16 rather than eight of 2: a barrier costs more than the additions, on a software adapter far more.
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
    let pixels = f32((width - 2u * RADIUS) * (height - 2u * RADIUS));
    tiles[(group.z * groups.y + group.y) * groups.x + group.x] = totals[0] / pixels;
  }
}
