import type { Quote } from './quote.ts';

const JSON_ESCAPE = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#34': '"',
  '#39': "'",
};
const LETTERS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\0',
};
/** Values that are longer are tagged as they stand. */
const LONGEST_DECODED = 64 * 1024;

/**
 * The value as its owner knows it, without the escapes of the place where it was found: one secret has one tag.
 * @param quote the mark around the value, undefined for a bare one
 */
export function decodeValue(text: string, quote: Quote | undefined): string {
  if (text.length > LONGEST_DECODED) return text;
  const plain = text.includes('\x1b') ? text.replace(/\x1b\[[0-9;]{0,20}[A-Za-z]/g, '') : text;
  if (quote === undefined) return plain;
  if (quote.spelling?.startsWith('%')) return decodePercent(plain);
  if (quote.spelling?.startsWith('&')) return decodeEntities(plain);
  if (quote.depth === 0 && quote.byte === 0x27) return plain.replaceAll("'\\''", "'").replaceAll("''", "'");
  let value = plain;
  for (let level = quote.depth + 1; level >= 1 && value.includes('\\'); level = Math.floor(level / 2))
    value = unescapeJson(value);
  return value;
}

function unescapeJson(text: string): string {
  return text.replace(
    JSON_ESCAPE,
    (_all, long: string | undefined, short: string | undefined, letter: string | undefined) => {
      const code = long ?? short;
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return letter === undefined ? '' : (LETTERS[letter] ?? letter);
    },
  );
}

/** Percent decoding that leaves malformed sequences as they are. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** HTML entities of the five characters that are always written so. */
export function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos|#34|#39);/g, (all, name: string) => ENTITIES[name] ?? all);
}
