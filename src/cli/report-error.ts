import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { type NamedStack, onSameStack } from '../stack/named-stack.ts';
import { exitCodeOf } from '../steps/exit-code.ts';
import { EXIT } from '../steps/step.ts';
import type { Console } from './streams.ts';

/**
 * Tells the operator of an error outside a run: reason id, what failed, why, the next command. What an error quotes goes
 * through the redactor.
 * @param host whose secrets may be quoted
 * @param debug whether to show stack traces
 * @param named the stack that the command was about
 * @returns the exit code
 */
export async function reportError(
  error: unknown,
  host: Host,
  console: Console,
  debug: boolean,
  named: NamedStack = {},
): Promise<number> {
  const { err, paintError } = console;
  // Only who fails pays for loading the redactor.
  const { redactedMessage } = await import('../stack/redacted-message.ts');
  const safe = (text: string) => redactedMessage(text, host);
  if (error instanceof SetupError) {
    const { id, sentence, detail, next } = error.reason;
    err.line(`${paintError('bad', id)}  ${sentence}`);
    if (detail !== undefined) err.line(`  why   ${await safe(onSameStack(detail, named))}`);
    err.line(`  next  ${onSameStack(next, named)}`);
    if (debug && error.stack !== undefined) err.line(await safe(error.stack));
    return exitCodeOf(error);
  }
  const message = error instanceof Error ? error.message : String(error);
  err.line(
    `${paintError('bad', 'RN-INTERNAL')}  The program failed in a way it should not: ${await safe(message)}`,
  );
  err.line('  next  run it again with --debug, and send the output to support');
  if (debug && error instanceof Error && error.stack !== undefined) err.line(await safe(error.stack));
  return EXIT.bug;
}
