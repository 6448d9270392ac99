// The next scale of MS-SSIM: means of 2×2 px, one thread per pixel of the result. A side of odd length gets a line of zeros
// in front, as in pytorch-msssim.

override width: u32; // of the input
override height: u32;

@group(0) @binding(0) var<storage, read> image: array<f32>; // [count, height, width]
@group(0) @binding(1) var<storage, read_write> halved: array<f32>; // [count, ⌈height / 2⌉, ⌈width / 2⌉]

fn pixel(start: u32, x: i32, y: i32) -> f32 {
  if (x < 0 || y < 0) {
    return 0.0;
  }
  return image[start + u32(y) * width + u32(x)];
}

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = vec2u(width, height);
  let coarse = (size + 1u) / 2u;
  if (any(id.xy >= coarse)) {
    return;
  }
  let start = id.z * width * height;
  let near = vec2i(2u * id.xy) - vec2i(size % 2u);
  let far = near + 1;
  let sum = pixel(start, near.x, near.y) + pixel(start, far.x, near.y) + pixel(start, near.x, far.y) + pixel(start, far.x, far.y);
  halved[(id.z * coarse.y + id.y) * coarse.x + id.x] = sum / 4.0;
}
