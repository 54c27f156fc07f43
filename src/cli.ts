import { CommanderError } from 'commander';
import { buildProgram } from './cli/program.ts';
import { processConsole } from './cli/streams.ts';
import { systemHost } from './host/host.ts';

// A shell may limit the size of files: then the write fails, and says so, and the program is not ended without a word.
process.on('SIGXFSZ', () => undefined);

const host = systemHost();
const console = processConsole(host);
let exitCode = 0;
const program = buildProgram(host, console, (code) => {
  exitCode = code;
});
try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version end well, and have been printed; everything else is wrong usage.
  exitCode = error.exitCode === 0 ? 0 : 2;
  if (exitCode !== 0) {
    const { redactedMessage } = await import('./stack/redacted-message.ts');
    console.err.line(await redactedMessage(error.message, host));
  }
}
await console.out.flush();
await console.err.flush();
process.exit(exitCode);
