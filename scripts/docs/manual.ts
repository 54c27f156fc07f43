import { manPage } from '../../src/catalog/man-page.ts';
import { commandFacts } from '../../src/cli/command-facts.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { processConsole } from '../../src/cli/streams.ts';
import { systemHost } from '../../src/host/host.ts';

/**
 * The manual page of the program as it is.
 * @param version of the package
 */
export function manual(version: string): string {
  const host = systemHost();
  const program = buildProgram(host, processConsole(host), () => undefined);
  return manPage(commandFacts(program), {
    version,
    exitCodes: [
      ['0', 'proven: every required check passed'],
      ['1', 'a bug or an unexpected failure'],
      ['2', 'wrong usage, unreadable profile, Node too old'],
      ['3', 'a required check failed or was skipped, or something compared differs'],
      ['4', 'the stack did not become ready, or is not running'],
      ['5', 'preflight refused, or evidence is broken'],
      ['6', 'the bundle was refused'],
      ['129, 130, 143', 'SIGHUP, SIGINT, SIGTERM: ended in order; --resume goes on'],
    ],
    environment: [
      ['BUS_SETUP_PROFILES', 'folder with further setup profiles'],
      ['NO_COLOR, FORCE_COLOR', 'without and with colour'],
      ['CI', 'headless, as with --ci'],
      ['INK_SCREEN_READER', 'true asks line by line, as with --accessible'],
      ['BUS_SETUP_TERMINAL_EXTRAS', '0 leaves title, progress, links and notifications alone'],
      ['HTTP_PROXY, HTTPS_PROXY, NO_PROXY', 'proxies on the way to a stack that somebody else runs'],
    ],
    files: [
      ['bus-setup-runs/latest', 'leads to the folder of the newest run'],
      ['report.md, results.json', 'the report, for people and as data'],
      ['evidence.tar.gz', 'evidence that a stranger can check'],
      ['bundle.tar.gz', 'the redacted diagnostic bundle'],
      ['journal.ndjson', 'every event of the run'],
    ],
  });
}
