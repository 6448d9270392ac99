/**
 * WebGPU in Node, through Dawn's binding: another way to a software adapter than Chromium's, which has no 16-bit floats.
 *
 * Node 20 has no JavaScript Promise Integration, so the runtime's build without it takes the place of the page's; both hold the same
 * WebGPU provider.
 */
import { vi } from 'vitest';
import { create, globals } from 'webgpu';

vi.mock('onnxruntime-web/jspi', () => import('onnxruntime-web/webgpu'));

const NO_ADAPTER =
  'No WebGPU adapter with 16-bit floats: without a GPU that has them, install Mesa’s software Vulkan driver, version 24 or newer (mesa-vulkan-drivers).';

/**
 * Makes `navigator.gpu` Dawn's; `vi.unstubAllGlobals` ends that, and Node only then.
 * @throws Error where it has no adapter with 16-bit floats
 */
export async function useDawn(): Promise<void> {
  Object.assign(globalThis, globals);
  // The binding refuses views of shared memory, in which the runtime keeps its own.
  const queue = GPUQueue.prototype;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its queue below
  const write = queue.writeBuffer;
  queue.writeBuffer = function (buffer, offset, data, first = 0, size?: number) {
    const unit = 'BYTES_PER_ELEMENT' in data ? (data as Uint8Array).BYTES_PER_ELEMENT : 1;
    const from = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
    write.call(this, buffer, offset, from.slice(first * unit, size === undefined ? undefined : (first + size) * unit));
  };
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  if (!adapter?.features.has('shader-f16')) throw new Error(NO_ADAPTER);
  vi.stubGlobal('navigator', { gpu });
  vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), { Suspending: Function }));
}
