import type { LineOutput } from '../../src/headless/output.ts';

/** A console that keeps what was printed. */
export interface RecordedConsole {
  readonly out: LineOutput;
  readonly err: LineOutput;
  readonly printed: string[];
  readonly complaints: string[];
}

/** Makes an empty one. */
export function recordedConsole(): RecordedConsole {
  const printed: string[] = [];
  const complaints: string[] = [];
  const output = (lines: string[]): LineOutput => ({
    line: (text) => void lines.push(text),
    flush: async () => undefined,
  });
  return { out: output(printed), err: output(complaints), printed, complaints };
}
