// How many pairs of pixels of a phase are a lag (dx, dy) apart, for every lag of a half plane and every image: one workgroup
// per lag. Masks are packed, bit x mod 32 of word x / 32 of a row, so a thread compares 32 pairs at once: it lays the row dy
// below, shifted by dx bits, over a row and counts the bits that both have. Counts are exact.

override words: u32; // per row
override height: u32;
override maxLag: u32;

const SIZE = 64u;

@group(0) @binding(0) var<storage, read> masks: array<u32>; // [count, height, words]
@group(0) @binding(1) var<storage, read_write> pairs: array<u32>; // [count, maxLag + 1, 2 maxLag + 1]

var<workgroup> sums: array<u32, SIZE>;

// Word `word` of the row that starts at `row`, moved `shift` pixels to the left: its bit x is pixel x + shift.
fn shifted(row: u32, word: i32, shift: i32) -> u32 {
  let whole = shift >> 5u; // rounds down, also below 0
  let bits = u32(shift - whole * 32);
  let low = wordAt(row, word + whole) >> bits;
  if (bits == 0u) { return low; }
  return low | (wordAt(row, word + whole + 1) << (32u - bits));
}

fn wordAt(row: u32, word: i32) -> u32 {
  if (word < 0 || word >= i32(words)) { return 0u; }
  return masks[row + u32(word)];
}

@compute @workgroup_size(SIZE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let dx = i32(group.x) - i32(maxLag);
  let dy = group.y;
  let image = group.z * height * words;
  var sum = 0u;
  for (var i = local; i < (height - dy) * words; i += SIZE) {
    let y = i / words;
    let partner = shifted(image + (y + dy) * words, i32(i % words), dx);
    sum += countOneBits(masks[image + i] & partner);
  }
  sums[local] = sum;
  for (var half = SIZE / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local < half) { sums[local] += sums[local + half]; }
  }
  if (local == 0u) {
    let side = 2u * maxLag + 1u;
    pairs[(group.z * (maxLag + 1u) + dy) * side + group.x] = sums[0];
  }
}
