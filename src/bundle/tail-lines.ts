import { stripVTControlCharacters } from 'node:util';

const LINE_FEED = 0x0a;

/** Longest line of a log that is kept, in characters. */
const LONGEST_LINE = 32 * 1024;

/** What stands for a line that is longer: a part of it could hold half a secret, which no rule recognises. */
const LONG_LINE_NOTICE = '[bus-setup: a line of more than 32 KiB left out]';

/**
 * First line of a text whose beginning was left out. In NDJSON it is JSON too, so that the file still parses.
 * @param path of the file, for its format
 * @param limit what was kept, e.g. `the last 256 KiB`
 */
export function cutNotice(path: string, limit: string): string {
  const notice = `older lines left out: ${limit}`;
  return path.endsWith('.ndjson')
    ? `${JSON.stringify({ 'bus-setup': notice })}\n`
    : `[bus-setup: ${notice}]\n`;
}

/**
 * The end of a text, cut at a line border: half a line could be half a secret, which no rule recognises.
 * @param bytes UTF-8 or any other text with LF line ends
 * @param capBytes most bytes that are kept
 * @returns the text itself when it fits, else the last whole lines; nothing when the last line alone is longer
 */
export function lastLines(bytes: Uint8Array, capBytes: number): Uint8Array {
  if (bytes.byteLength <= capBytes) return bytes;
  // One byte before the kept part: a border exactly there means that the kept part starts with a whole line.
  const border = bytes.indexOf(LINE_FEED, bytes.byteLength - capBytes - 1);
  return border === -1 ? new Uint8Array() : bytes.subarray(border + 1);
}

/**
 * Makes one log line plain: terminal sequences and control characters go, so that nothing can hide inside a token
 * and a viewer is not steered by what it shows. Tabs stay. A line without an end does not take the others with it.
 */
export function plainLine(line: string): string {
  if (line.length > LONGEST_LINE) return LONG_LINE_NOTICE;
  return stripVTControlCharacters(line).replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, '');
}

/** A limit in words, e.g. `the last 256 KiB`. */
export function lastKibibytes(bytes: number): string {
  return `the last ${Math.round(bytes / 1024)} KiB`;
}
