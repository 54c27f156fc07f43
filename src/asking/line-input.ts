import { createInterface } from 'node:readline';

/** Lines that a person types, one at a time. */
export interface LineInput {
  /**
   * The next line.
   * @returns undefined when there is nobody any more: Ctrl+D, or a terminal that was closed
   */
  next(): Promise<string | undefined>;
  close(): void;
}

/**
 * Reads lines as the terminal hands them over, so that typing looks as it always does there: no escape sequence is
 * written, and nothing is redrawn.
 * @param stdin of the terminal, in its usual mode
 * @param typed called with every line
 * @param unasked called with a line that was typed while nothing was asked
 */
export function lineInput(
  stdin: NodeJS.ReadableStream,
  typed: (line: string) => void,
  unasked: (line: string) => void,
): LineInput {
  const lines = createInterface({ input: stdin, terminal: false, crlfDelay: Number.POSITIVE_INFINITY });
  let waiting: ((line: string | undefined) => void) | undefined;
  let ended = false;
  const hand = (line: string | undefined): void => {
    const take = waiting;
    waiting = undefined;
    take?.(line);
  };
  lines.on('line', (line) => {
    typed(line);
    if (waiting === undefined) unasked(line);
    else hand(line);
  });
  lines.on('close', () => {
    ended = true;
    hand(undefined);
  });
  return {
    next: () =>
      new Promise((resolve) => {
        if (ended) resolve(undefined);
        else waiting = resolve;
      }),
    close: () => lines.close(),
  };
}
