import type { Host } from '../host/host.ts';
import { EVENT_VERSION, type RunEvent, type RunEventBody } from './events.ts';
import { boundedText, mapStrings, safeText } from './safe-text.ts';

/** Gives events their envelope and hands them on. */
export interface Emitter {
  /** The one gate between the run and the world: cleans, redacts, numbers, and passes the event to every listener. */
  emit(body: RunEventBody): void;
  /** Milliseconds since the run started. */
  elapsed(): number;
}

/** What the emitter needs of a redactor. */
export interface TextRedactor {
  text(input: string): string;
}

/**
 * @param run id of the run, a UUID
 * @param redactor every string of every event passes it once, here
 * @param listeners called in order with each finished event
 */
export function createEmitter(
  host: Host,
  run: string,
  redactor: TextRedactor,
  listeners: readonly ((event: RunEvent) => void)[],
): Emitter {
  const startedAt = host.monotonic();
  let seq = 0;
  const elapsed = (): number => Math.round((host.monotonic() - startedAt) * 1_000) / 1_000;
  const clean = (text: string): string => boundedText(redactor.text(safeText(text)));
  return {
    elapsed,
    emit(body) {
      seq += 1;
      const event: RunEvent = {
        v: EVENT_VERSION,
        run,
        seq,
        t: elapsed(),
        at: host.now().toISOString(),
        ...mapStrings(body, clean),
      };
      for (const listener of listeners) listener(event);
    },
  };
}
