import type { LineOutput } from '../headless/output.ts';

/** A record for support of what a person saw and pressed. Nothing in it fails the run that it belongs to. */
export interface Transcript {
  /** A whole frame; one that shows what the last one showed is not written again. */
  screen(text: string): void;
  /** A line of output. */
  line(text: string): void;
  /** A key by its name; keys that follow one another at once become one entry. */
  key(name: string): void;
  /** A line that was typed. */
  typed(text: string): void;
  /** How it ended; the last entry. */
  close(ending: string): void;
}

/** A record that keeps nothing, for runs that want none. */
export const NO_TRANSCRIPT: Transcript = {
  screen: () => undefined,
  line: () => undefined,
  key: () => undefined,
  typed: () => undefined,
  close: () => undefined,
};

/** An output whose lines are also recorded. */
export function recordedOutput(out: LineOutput, transcript: Transcript): LineOutput {
  return {
    line(text) {
      out.line(text);
      transcript.line(text);
    },
    flush: () => out.flush(),
  };
}
