import { expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { silentConsole } from '../catalog/program-facts.ts';
import { testHost } from '../fixtures/test-host.ts';

it.each([
  ['stat', 'Did you mean status or start?'],
  ['verfy', 'Did you mean verify?'],
  ['Proof', 'Did you mean proof?'],
  ['zzzzzz', 'bus-setup --help lists the commands'],
])('a command that is none is refused with what was meant: %s', async (word, hint) => {
  const program = buildProgram(testHost(), silentConsole().console, () => undefined).configureOutput({
    writeErr: () => undefined,
  });
  await expect(program.parseAsync([word], { from: 'user' })).rejects.toThrow(
    `unknown command '${word}'\n${hint}`,
  );
});
