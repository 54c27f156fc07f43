import { isFolderHeld } from '../../host/folder-hold.ts';
import { isSameProcess, processPlace } from '../../host/process-identity.ts';
import type { SecretRegistry } from '../../redact/secret.ts';
import { askServices, type StackServices } from './control-client.ts';
import type { StackFiles } from './stack-files.ts';
import { type RunningRecord, readRecord, type StackRecord } from './stack-record.ts';

/** What is there of a stack. */
export type FoundStack =
  /** Nothing, or the record of a process that has ended or whose id is somebody else's now. */
  | { readonly found: 'none' }
  /** It runs and answers as the one that was written down. */
  | {
      readonly found: 'answering';
      readonly record: RunningRecord;
      readonly services: StackServices['services'];
    }
  /** The process of the record runs, but it never became ready, or does not answer. */
  | { readonly found: 'mute'; readonly record: StackRecord }
  /** It runs in another container or on another machine, on the same disk: it can be neither asked nor ended from here. */
  | { readonly found: 'elsewhere'; readonly record: StackRecord };

/**
 * Looks for the stack of a folder: its record, then the process, then the control listener. It changes nothing.
 * @throws the signal's reason when it is aborted
 */
export async function findStack(
  files: StackFiles,
  secrets: SecretRegistry,
  signal: AbortSignal,
): Promise<FoundStack> {
  const record = await readRecord(files, secrets);
  if (record === undefined) return { found: 'none' };
  if (record.phase === 'running') {
    const services = await askServices(record, signal);
    if (services !== undefined) return { found: 'answering', record, services: services.services };
  }
  signal.throwIfAborted();
  if (record.place !== undefined && record.place !== (await processPlace())) {
    return isFolderHeld(files.data) ? { found: 'elsewhere', record } : { found: 'none' };
  }
  const alive = await isSameProcess(record.pid, record.processStart);
  return alive ? { found: 'mute', record } : { found: 'none' };
}
