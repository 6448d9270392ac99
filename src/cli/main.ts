/** The engine from the command line. */
import { cac } from 'cac';
import { SpecimenError } from '../contract/errors.ts';
import { registerAttributes } from './attributes.ts';
import { registerBench } from './bench/bench.ts';
import { registerEdit } from './edit.ts';
import { fileFaultWords } from './faults.ts';
import { registerMeasure } from './measure.ts';
import { parseAsTyped } from './options.ts';
import { registerSample } from './sample.ts';
import { registerSimulate } from './simulate.ts';

// npm runs scripts in the folder of package.json; paths are meant from where npm was called.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

// Whoever read what is printed may stop early, as `head` does: the files are written all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const cli = cac('specimen');
registerSample(cli);
registerSimulate(cli);
registerEdit(cli);
registerMeasure(cli);
registerAttributes(cli);
registerBench(cli);
cli.help();

try {
  parseAsTyped(cli, process.argv);
  if (!cli.matchedCommand && !cli.options.help) {
    const known = cli.commands.map((command) => command.name).join(', ');
    throw new SpecimenError('BadRequest', `Name a command: ${known}. “--help” after it lists its options.`);
  }
  await cli.runMatchedCommand();
} catch (error) {
  // One sentence for people; a stack only for failures that are ours.
  const known = error instanceof SpecimenError || (error instanceof Error && error.name === 'CACError');
  console.error(known ? error.message : (fileFaultWords(error) ?? error));
  process.exitCode = 1;
}
