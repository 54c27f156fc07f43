import { SetupError } from '../reasons/setup-error.ts';
import { type NamedStack, onSameStack } from '../stack/named-stack.ts';
import { exitCodeOf } from '../steps/exit-code.ts';
import { EXIT } from '../steps/step.ts';
import type { Console } from './streams.ts';

/**
 * Tells the operator of an error outside a run: reason id, what failed, why, the next command.
 * @param debug whether to show stack traces
 * @param named the stack that the command was about
 * @returns the exit code
 */
export function reportError(
  error: unknown,
  console: Console,
  debug: boolean,
  named: NamedStack = {},
): number {
  const { err, paintError } = console;
  if (error instanceof SetupError) {
    const { id, sentence, detail, next } = error.reason;
    err.line(`${paintError('bad', id)}  ${sentence}`);
    if (detail !== undefined) err.line(`  why   ${onSameStack(detail, named)}`);
    err.line(`  next  ${onSameStack(next, named)}`);
    if (debug && error.stack !== undefined) err.line(error.stack);
    return exitCodeOf(error);
  }
  const message = error instanceof Error ? error.message : String(error);
  err.line(`${paintError('bad', 'RN-INTERNAL')}  The program failed in a way it should not: ${message}`);
  err.line('  next  run it again with --debug, and send the output to support');
  if (debug && error instanceof Error && error.stack !== undefined) err.line(error.stack);
  return EXIT.bug;
}
