import { SetupError } from '../reasons/setup-error.ts';
import { machineTrouble } from './machine-trouble.ts';

/**
 * Trouble with a file of the run folder, in the operator's words.
 * @param error what the file system said
 * @returns `RN-DISK-FULL`, `RN-TOO-MANY-FILES` or `RN-OUTPUT-UNUSABLE`; a SetupError as it is
 */
export function outputTrouble(error: unknown): SetupError {
  if (error instanceof SetupError) return error;
  const machine = machineTrouble(error);
  if (machine !== undefined) return machine;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // EFBIG: the shell's own limit of a file's size.
  const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
  const detail = error instanceof Error ? error.message : String(error);
  return new SetupError(full ? 'RN-DISK-FULL' : 'RN-OUTPUT-UNUSABLE', detail, { cause: error });
}
