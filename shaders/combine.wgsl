// out[i] ← clamp(keep · out[i] + a · A[i] + b · B[i] + c · C[i] + d · D[i] + bias, low, high), each input read from its own
// offset.
// An input whose coefficient is 0 is not read, so anything may be bound there.

struct Parameters {
  count: u32,
  outOffset: u32,
  low: f32,
  high: f32,
  keep: f32,
  a: f32,
  b: f32,
  c: f32,
  d: f32,
  aOffset: u32,
  bOffset: u32,
  cOffset: u32,
  dOffset: u32,
  bias: f32,
}

@group(0) @binding(0) var<uniform> parameters: Parameters;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<storage, read> inputA: array<f32>;
@group(0) @binding(3) var<storage, read> inputB: array<f32>;
@group(0) @binding(4) var<storage, read> inputC: array<f32>;
@group(0) @binding(5) var<storage, read> inputD: array<f32>;

override workgroupSize: u32 = 64;

@compute @workgroup_size(workgroupSize)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < parameters.count; i += groups.x * workgroupSize) {
    var sum = 0.0;
    if (parameters.keep != 0.0) { sum = parameters.keep * out[parameters.outOffset + i]; }
    if (parameters.a != 0.0) { sum += parameters.a * inputA[parameters.aOffset + i]; }
    if (parameters.b != 0.0) { sum += parameters.b * inputB[parameters.bOffset + i]; }
    if (parameters.c != 0.0) { sum += parameters.c * inputC[parameters.cOffset + i]; }
    if (parameters.d != 0.0) { sum += parameters.d * inputD[parameters.dOffset + i]; }
    out[parameters.outOffset + i] = clamp(sum + parameters.bias, parameters.low, parameters.high);
  }
}
