import { stripVTControlCharacters } from 'node:util';

/** First line of a text whose beginning was left out. */
export const CUT_NOTICE = '[bus-setup: older lines left out]\n';

const LINE_FEED = 0x0a;

/**
 * Keeps the end of a text, cut at a line border: half a line could be half a secret, which no rule recognises.
 * @param bytes UTF-8 or any other text with LF line ends
 * @param capBytes most bytes that are kept, not counting the notice
 * @returns the text itself when it fits, else the notice and the last whole lines; only the notice when the last
 * line alone is longer than the cap
 */
export function tailAtLineBorder(bytes: Uint8Array, capBytes: number): Uint8Array {
  if (bytes.byteLength <= capBytes) return bytes;
  // One byte before the kept part: a border exactly there means that the kept part starts with a whole line.
  const border = bytes.indexOf(LINE_FEED, bytes.byteLength - capBytes - 1);
  const kept = border === -1 ? new Uint8Array() : bytes.subarray(border + 1);
  return Buffer.concat([Buffer.from(CUT_NOTICE), kept]);
}

/**
 * Makes one log line plain: terminal sequences and control characters go, so that nothing can hide inside a token
 * and a viewer is not steered by what it shows. Tabs stay.
 */
export function plainLine(line: string): string {
  return stripVTControlCharacters(line).replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, '');
}
