import { SetupError } from '../reasons/setup-error.ts';

/**
 * Trouble of the whole machine or shell, which any call may meet, in the operator's words.
 * @param error what was thrown
 * @returns undefined for trouble of another kind
 */
export function machineTrouble(error: unknown): SetupError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EMFILE' && code !== 'ENFILE') return undefined;
  return new SetupError('RN-TOO-MANY-FILES', error instanceof Error ? error.message : undefined, {
    cause: error,
  });
}
