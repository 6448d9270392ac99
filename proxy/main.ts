/** `SPECIMEN_ORIGIN=https://… npm run proxy:hosted [port]` starts the proxy on this machine alone; put https in front of it. */
import { createProxy } from './server.ts';

const origin = process.env['SPECIMEN_ORIGIN'];
if (!origin)
  throw new Error(
    'Set SPECIMEN_ORIGIN to the origin of the page that may use the proxy, such as http://localhost:4173.',
  );
const port = Number(process.argv[2] ?? 8789);
createProxy({ origin }).listen(port, '127.0.0.1', () =>
  console.log(`The proxy for ${origin} is at http://127.0.0.1:${port}`),
);
