import { readSmallFile } from '../host/private-files.ts';
import { EVENT_VERSION, runEvent } from './events.ts';
import { reduce } from './reduce.ts';
import { EMPTY_RUN, type RunState } from './run-state.ts';

/** Most bytes of a journal that is read; a run writes some hundred thousand. */
const LIMIT = 128 * 1024 * 1024;

/** What a journal holds. */
export type JournalReading =
  /** No whole first line: the run was killed before it had written what it was asked for. */
  | { readonly kind: 'empty' }
  /** Written in another format. */
  | { readonly kind: 'version'; readonly version: unknown }
  /** Not even its first line is an event. */
  | { readonly kind: 'damaged'; readonly why: string }
  | {
      readonly kind: 'run';
      /** The fold over the events that count. */
      readonly state: RunState;
      /** Wall clock of the last event that counts, RFC 3339. */
      readonly lastAt: string;
      /** Lines that do not count, because one of them is damaged; a last line that was cut off is no damage. */
      readonly lost: number;
    };

/**
 * Reads a journal back into the state that it tells of. A torn last line is cut off; from a damaged line on nothing
 * counts, because what follows may rest on what is missing. The file is not changed.
 * @param path absolute
 */
export async function readJournal(path: string): Promise<JournalReading> {
  let text: string;
  try {
    text = await readSmallFile(path, LIMIT);
  } catch (error) {
    return { kind: 'damaged', why: error instanceof Error ? error.message : String(error) };
  }
  return foldJournal(text);
}

/** As {@link readJournal}, from the text of a journal. */
export function foldJournal(text: string): JournalReading {
  const lines = text.split('\n');
  const torn = lines.pop();
  // A line that lacks nothing but its line feed is whole.
  if (torn !== undefined && torn !== '' && jsonOf(torn) !== undefined) lines.push(torn);
  let state: RunState = EMPTY_RUN;
  let last: { readonly run: string; readonly seq: number; readonly at: string } | undefined;
  for (const [index, line] of lines.entries()) {
    const parsed = runEvent.safeParse(jsonOf(line));
    const follows = parsed.success && (last === undefined || followsOn(last, parsed.data));
    if (!parsed.success || !follows) {
      if (last === undefined) return firstLineFault(line);
      return { kind: 'run', state, lastAt: last.at, lost: lines.length - index };
    }
    state = reduce(state, parsed.data);
    last = parsed.data;
  }
  return last === undefined ? { kind: 'empty' } : { kind: 'run', state, lastAt: last.at, lost: 0 };
}

function followsOn(
  last: { readonly run: string; readonly seq: number },
  next: { readonly run: string; readonly seq: number },
): boolean {
  return next.run === last.run && next.seq === last.seq + 1;
}

function firstLineFault(line: string): JournalReading {
  const value = jsonOf(line);
  const version = typeof value === 'object' && value !== null && 'v' in value ? value.v : undefined;
  if (version !== undefined && version !== EVENT_VERSION) return { kind: 'version', version };
  return { kind: 'damaged', why: 'its first line is no event' };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
