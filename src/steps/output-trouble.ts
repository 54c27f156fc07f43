import { SetupError } from '../reasons/setup-error.ts';

/**
 * Trouble with a file of the run folder, in the operator's words.
 * @param error what the file system said
 * @returns `RN-DISK-FULL` or `RN-OUTPUT-UNUSABLE`; a SetupError as it is
 */
export function outputTrouble(error: unknown): SetupError {
  if (error instanceof SetupError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  const detail = error instanceof Error ? error.message : String(error);
  return new SetupError(full ? 'RN-DISK-FULL' : 'RN-OUTPUT-UNUSABLE', detail, { cause: error });
}
