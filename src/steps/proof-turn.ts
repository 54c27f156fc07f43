import { rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { claimFolder } from '../host/folder-claim.ts';
import { outputTrouble } from './output-trouble.ts';
import type { StepContext } from './step.ts';

/** Folder in the stack's own, in which proofs wait for their turn. */
const TURN_FOLDER = 'proof-turn';

/**
 * Lets one proof at a time work on a stack: two would restart services under each other, and count each other's events.
 * A proof ends by itself, for each of its checks has a deadline, and one whose process died holds nobody up.
 * @returns the function that lets the next one in; it never fails
 * @throws SetupError `RN-OUTPUT-UNUSABLE`, `RN-DISK-FULL`; the signal's reason when the run is cancelled
 */
export async function takeProofTurn(context: StepContext): Promise<() => Promise<void>> {
  const { host, signal, runtime, emit } = context;
  if (runtime.kind === 'attach') return async () => undefined;
  const folder = join(context.folder.stackFolder, TURN_FOLDER);
  try {
    let release = await claimFolder(folder, host, signal, 0);
    if (release === undefined) {
      emit({
        type: 'log.line',
        source: 'bus-setup',
        line: 'another proof runs on this stack; it comes first',
      });
      release = await claimFolder(folder, host, signal, Number.POSITIVE_INFINITY);
    }
    return async () => {
      await release?.().catch(() => undefined);
      // Empty folders go; others that wait make theirs again.
      await rmdir(folder).catch(() => undefined);
      await rmdir(dirname(folder)).catch(() => undefined);
    };
  } catch (error) {
    signal.throwIfAborted();
    throw outputTrouble(error);
  }
}
