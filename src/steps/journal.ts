import { closeSync, constants, fstatSync, fsyncSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PRIVATE_FILE } from '../host/private-files.ts';
import { SetupError } from '../reasons/setup-error.ts';
import type { RunEvent } from './events.ts';
import { outputTrouble } from './output-trouble.ts';

/** Events that a resumed run rests on: a power cut must not take them back. */
const SYNCED: ReadonlySet<RunEvent['type']> = new Set([
  'run.started',
  'step.started',
  'step.finished',
  'run.finished',
]);

/** The events of one run as NDJSON on disk, appended as they happen: a killed run has lost nothing. */
export interface Journal {
  /** Absolute path. */
  readonly path: string;
  /**
   * Appends one event.
   * @throws SetupError `RN-DISK-FULL`, `RN-OUTPUT-UNUSABLE`
   */
  append(event: RunEvent): void;
  /** Never fails, also when it is closed already. */
  close(): void;
}

/**
 * Opens the journal of a run in its folder. A journal that is there is never touched: the next one is
 * `journal-2.ndjson`, and so on.
 * @param folder absolute path of an existing folder
 * @throws SetupError `RN-OUTPUT-UNUSABLE`
 */
export function openJournal(folder: string): Journal {
  for (let number = 1; number < 10_000; number++) {
    const path = join(folder, number === 1 ? 'journal.ndjson' : `journal-${number}.ndjson`);
    const descriptor = createNew(path);
    if (descriptor !== undefined) return journalOn(path, descriptor);
  }
  throw new SetupError('RN-OUTPUT-UNUSABLE', `${folder} holds too many journals`);
}

function createNew(path: string): number | undefined {
  try {
    return openSync(
      path,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_APPEND | constants.O_NOFOLLOW,
      PRIVATE_FILE,
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw outputTrouble(error);
  }
}

/** Writing goes on into a file that was removed or moved away, but nobody would find there what is written. */
function demandThere(path: string, descriptor: number): void {
  const there = statSync(path, { throwIfNoEntry: false });
  const { ino, dev } = fstatSync(descriptor);
  if (there?.ino === ino && there.dev === dev) return;
  throw new SetupError('RN-OUTPUT-UNUSABLE', `the run folder was taken away: ${path} is not there any more`);
}

function journalOn(path: string, descriptor: number): Journal {
  return {
    path,
    append(event) {
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      try {
        let written = 0;
        while (written < line.length) written += writeSync(descriptor, line, written);
        if (SYNCED.has(event.type)) {
          fsyncSync(descriptor);
          demandThere(path, descriptor);
        }
      } catch (error) {
        throw outputTrouble(error);
      }
    },
    close() {
      try {
        closeSync(descriptor);
      } catch {
        // Each event was written before; a descriptor that is gone has nothing more to lose.
      }
    },
  };
}
