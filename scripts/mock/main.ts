/** `npm run mock:hosted [port]`: the practice server for workshops without keys or money. */
import { startMock } from './server.ts';
import { FAULTS, WRONG_KEY } from './types.ts';

/** Stands for the time that a service needs, ms. */
const PAUSE = 800;

const port = Number(process.argv[2] ?? 8788);
if (!Number.isInteger(port) || port < 1 || port > 65535) {
  console.error('A port is a whole number from 1 to 65535: npm run mock:hosted -- 8790');
  process.exit(1);
}
const mock = await startMock(port, PAUSE).catch(() => {
  console.error(`Port ${port} is taken; name another one: npm run mock:hosted -- 8790`);
  process.exit(1);
});
console.log(`The practice server is at ${mock.url} (Ctrl+C stops it).

In Settings, under Hosted models, add any provider and tick “Use a practice server in its place”. Every key is taken except “${WRONG_KEY}”.
An OpenAI-compatible server is at ${mock.url}/v1.
Write one of these into the prompt to see how the page takes it:
  ${FAULTS.map((fault) => `fault:${fault}`).join('  ')}`);

let told = 0;
setInterval(() => {
  for (const { method, path, mask } of mock.arrivals.slice(told)) {
    console.log(
      `${method} ${path}${mask ? ` (mask by ${mask.convention}, ${(100 * mask.edited).toFixed(1)} % edited)` : ''}`,
    );
  }
  told = mock.arrivals.length;
}, 500);
