import { BYTE, LINE_END, SPACE } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksChosen, looksRandom } from '../value-shape.ts';
import { endOfQuoted, quoteAt, skip } from './quote.ts';
import type { Found, Rule } from './rule.ts';

/** Functions that take a secret without a name for it, and which argument it is; -1 is the last one. */
const CALLS = [
  ['basicauth(', 1],
  ['plainauth(', 2],
  ['auth=(', 1],
  ['.auth(', 1],
  ['credentials(', -1],
  ['usernamepasswordtoken(', 1],
  ['networkcredential(', 1],
  ['passwordauthentication(', 1],
  ['mysqli_connect(', 2],
  ['new mysqli(', 2],
  ['new pdo(', 2],
  ['getconnection(', 2],
  ['jwt.sign(', 1],
  ['jwt.verify(', 1],
  ['jwt.encode(', 1],
  ['jwt.decode(', 1],
  ['createhmac(', 1],
  ['hmac.new(', 0],
  ['secretkeyspec(', 0],
  ['fernet(', 0],
  ['pgp_sym_encrypt(', 1],
  ['pgp_sym_decrypt(', 1],
] as const;
const LONGEST_CALL = 512;

/** `SetBasicAuth("bob", "…")` and `jwt.sign(payload, "…")`: the function says which argument is secret. */
export function callArgumentRule(): Rule {
  let readTo = -1;
  return {
    id: 'call-argument',
    anchors: CALLS.map(([name]) => name),
    reset() {
      readTo = -1;
    },
    inspect(window, start, end, anchor, found) {
      if (start < readTo) return;
      const wanted = CALLS[anchor]?.[1] ?? 0;
      readTo = readArguments(window, start, end, wanted, found);
    },
  };
}

/** @returns the first byte behind what was read */
function readArguments(
  window: TextWindow,
  contextStart: number,
  from: number,
  wanted: number,
  found: Found,
): number {
  const { bytes } = window;
  const end = Math.min(window.end, from + LONGEST_CALL);
  let value: { start: number; end: number } | undefined;
  let index = 0;
  let at = skip(bytes, from, end, SPACE);
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    const quote = quoteAt(bytes, at, end);
    if (quote !== undefined) {
      const start = at + quote.length;
      const stop = endOfQuoted(bytes, start, end, quote).end;
      if (index === wanted || wanted < 0) value = { start, end: stop };
      at = stop + quote.length - 1;
    } else if (byte === BYTE.comma) {
      index++;
      if (wanted < 0) value = undefined;
    } else if (byte === 0x29 || byte === BYTE.semicolon || LINE_END[byte] === 1) break;
  }
  if (value !== undefined && (wanted >= 0 || index > 0)) add(window, contextStart, value, found);
  return at;
}

function add(
  window: TextWindow,
  contextStart: number,
  { start, end }: { start: number; end: number },
  found: Found,
): void {
  const value = window.bytes.toString('utf8', start, end);
  if (value.length < 6 || /\s/.test(value) || isReadableValue(value)) return;
  if (!looksChosen(value, true) && !looksRandom(value, 12)) return;
  found.add({
    start,
    end,
    contextStart,
    rule: 'call-argument',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value,
  });
}
