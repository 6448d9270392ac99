/** A switch on a broadcast channel that loses the GPU or crashes the worker that imports this. */
let device: GPUDevice | null = null;
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its adapter below
const requestDevice = GPUAdapter.prototype.requestDevice;
GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
  return (device = await requestDevice.call(this, descriptor));
};

new BroadcastChannel('sabotage').onmessage = ({ data }: MessageEvent<'lose' | 'crash'>) => {
  if (data === 'lose') device?.destroy();
  else
    setTimeout(() => {
      throw new Error('crash on demand');
    });
};
