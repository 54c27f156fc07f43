import { CheckFailure } from './check-failure.ts';
import { JsonFaultError, parseStrictJson, strictUtf8 } from './strict-json.ts';

/** How much of a line stream is read. */
export interface LineLimits {
  /** Most lines. */
  readonly maxLines: number;
  /** Most bytes of one line. */
  readonly maxLineBytes: number;
}

const LINE_FEED = 0x0a;

/**
 * Reads NDJSON as it arrives: one JSON document a line, each line ended by a line feed. Memory is bounded by one line.
 * @param body bytes as they come
 * @throws CheckFailure for a line that is too long, cut off, not UTF-8, not one JSON document, or ambiguous, and for too
 * many lines
 */
export async function* jsonLines(body: AsyncIterable<Buffer>, limits: LineLimits): AsyncGenerator<unknown> {
  let pending: Buffer = Buffer.alloc(0);
  let lines = 0;
  for await (const chunk of body) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let start = 0;
    for (let end = pending.indexOf(LINE_FEED); end !== -1; end = pending.indexOf(LINE_FEED, start)) {
      lines += 1;
      if (lines > limits.maxLines) {
        throw new CheckFailure('PR-ANSWER-TOO-LARGE', `more than ${limits.maxLines} lines`);
      }
      const line = pending.subarray(start, end);
      start = end + 1;
      if (line.length > limits.maxLineBytes) throw tooLong(limits);
      if (line.length > 0) yield parsedLine(line, lines);
    }
    pending = pending.subarray(start);
    if (pending.length > limits.maxLineBytes) throw tooLong(limits);
  }
  if (pending.length > 0) throw new CheckFailure('PR-STREAM-CUT', 'the last line of the stream has no end');
}

function parsedLine(line: Buffer, number: number): unknown {
  try {
    return parseStrictJson(strictUtf8(line));
  } catch (error) {
    if (!(error instanceof JsonFaultError)) throw error;
    throw new CheckFailure('PR-STREAM-LINE', `line ${number}: ${error.message}`);
  }
}

function tooLong({ maxLineBytes }: LineLimits): CheckFailure {
  return new CheckFailure('PR-ANSWER-TOO-LARGE', `a line of more than ${maxLineBytes} bytes`);
}
