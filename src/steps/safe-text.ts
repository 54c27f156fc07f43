/** Longest string in an event; what is longer ends in an ellipsis. */
export const LONGEST_TEXT = 4_000;

const ESCAPE_SEQUENCES =
  // CSI, OSC (ended by BEL or ST), and two-character escapes; each alternative is linear.
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\-_]/g;
const CONTROL_CHARACTERS =
  // C0 but tab and newline, DEL, C1, and the marks that reorder text on a screen
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const NEEDS_CLEANING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/**
 * Text that is safe to draw: no terminal escapes, no control characters but tab and newline, no marks that reorder
 * text, whole characters only.
 */
export function safeText(text: string): string {
  const clean = NEEDS_CLEANING.test(text)
    ? text.replace(ESCAPE_SEQUENCES, '').replace(CONTROL_CHARACTERS, '')
    : text;
  return clean.isWellFormed() ? clean : clean.toWellFormed();
}

/** Cuts a text that is longer than {@link LONGEST_TEXT}. */
export function boundedText(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

/**
 * A copy of a JSON-like value in which every string value has gone through `change`; keys stay.
 * @param change is called once for each string
 */
export function mapStrings<T>(value: T, change: (text: string) => string): T;
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapStrings(each, change));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapStrings(each, change)]));
  }
  return value;
}
