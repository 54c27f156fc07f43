/** Characters that must never reach a terminal, a log or a report from outside: controls, formats, separators, surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]+/gu;

/**
 * Makes a foreign string fit for one line of a message: no control or bidirectional characters, bounded length.
 * @param text anything a service answered
 * @param max most characters that are kept; a cut is shown by `…`
 */
export function plain(text: string, max = 200): string {
  // Cut before and after: replacing must not be paid for a megabyte, and must not end in half a character.
  const flat = text
    .slice(0, max * 4)
    .toWellFormed()
    .replaceAll(UNPRINTABLE, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  const kept = [...flat];
  return kept.length <= max && text.length <= max * 4 ? flat : `${kept.slice(0, max - 1).join('')}…`;
}

/**
 * Shows a foreign value in a message: JSON, made plain and cut.
 * @param value anything that came out of a JSON document
 */
export function shown(value: unknown, max = 120): string {
  return plain(value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value)), max);
}
