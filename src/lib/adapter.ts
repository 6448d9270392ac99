/** What GPU there is, without taking a device: the device is the runtime's own and is borrowed after the first session. */

export interface AdapterReport {
  /** Vendor, architecture and description as the browser gives them. */
  description: string;
  /** A CPU pretending to be a GPU: correct, but far slower than WASM. */
  software: boolean;
  /** Whether shaders can compute in 16-bit floats, which the runtime's device then does too. */
  half: boolean;
}

/** The adapter that the runtime would get, or null where there is none. */
export async function probeAdapter(): Promise<AdapterReport | null> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (!adapter) return null;
  const { vendor, architecture, description } = adapter.info;
  const name = [vendor, architecture, description].filter(Boolean).join(' ') || 'unnamed GPU';
  const software = adapter.info.isFallbackAdapter || /swiftshader|llvmpipe|software|basic render/i.test(name);
  return { description: name, software, half: adapter.features.has('shader-f16') };
}
