import { ALNUM, BYTE, DIGIT } from '../byte-classes.ts';
import { isPublicDefault } from '../public-defaults.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { beginsToken, endOfRun, runText } from './boundary.ts';
import type { Found, Rule } from './rule.ts';
import { TOKEN_SHAPES, type TokenShape } from './token-shapes.ts';

/** Candidates in one unbroken run after which the checks stop and the run counts as a token: no input is slow. */
const MOST_CANDIDATES = 64;
/** How much of a long token its check reads. */
const CHECKED_LENGTH = 512;

/** The run that was looked at last: a second prefix inside of it ends where it ends. */
interface RunMemo {
  alphabet: Uint8Array;
  start: number;
  end: number;
  candidates: number;
}

/** Tokens that are known by their first letters: left border, whole run of the alphabet, shortest length, check. */
export function tokenRule(): Rule {
  const memo: RunMemo = { alphabet: ALNUM, start: 0, end: 0, candidates: 0 };
  return {
    id: 'token',
    anchors: TOKEN_SHAPES.map((shape) => shape.prefix),
    reset() {
      memo.start = memo.end = memo.candidates = 0;
    },
    inspect(window, start, end, anchor, found) {
      const shape = TOKEN_SHAPES[anchor];
      if (shape !== undefined && start >= found.shapeEnd)
        inspectToken(window, shape, start, end, found, memo);
    },
  };
}

function inspectToken(
  window: TextWindow,
  shape: TokenShape,
  start: number,
  end: number,
  found: Found,
  memo: RunMemo,
): void {
  const { bytes } = window;
  for (let i = 0; i < shape.prefix.length; i++) if (bytes[start + i] !== shape.prefix.charCodeAt(i)) return;
  if (!startsHere(window, shape, start)) return;
  const runEnd = endOfShape(window, shape, end, memo);
  const valueEnd = runEnd < window.end || window.complete ? withoutTail(bytes, end, runEnd) : runEnd;
  const token = runText(bytes, start, valueEnd);
  if (token.length - shape.prefix.length < shape.shortest || isPublicDefault(token)) return;
  // `sk_live_XXXXXXXX` in a manual.
  if (isOneLetter(token, shape.prefix.length)) return;
  if (shape.check !== undefined && memo.candidates < MOST_CANDIDATES) {
    if (!shape.check(token.slice(0, CHECKED_LENGTH))) return;
  }
  const from = shape.prefix === ':AA' ? startOfDigits(bytes, start, window.start) : start;
  const isAsWritten = from === start && token.length === valueEnd - start;
  found.add({
    start: from,
    end: valueEnd,
    contextStart: from,
    rule: shape.rule,
    kind: shape.kind,
    layer: LAYER.shape,
    canonical: isAsWritten ? undefined : from === start ? token : runText(bytes, from, valueEnd),
    isAsWritten,
    quote: undefined,
    findEnd:
      runEnd === window.end && !window.complete
        ? (b: Buffer, at: number, to: number) => resume(b, at, to, shape)
        : undefined,
  });
}

function isOneLetter(token: string, from: number): boolean {
  for (let i = from + 1; i < token.length; i++) if (token[i] !== token[from]) return false;
  return true;
}

function endOfShape(window: TextWindow, shape: TokenShape, from: number, memo: RunMemo): number {
  if (memo.alphabet === shape.alphabet && from >= memo.start && from <= memo.end) {
    memo.candidates++;
    return memo.end;
  }
  memo.alphabet = shape.alphabet;
  memo.start = from;
  memo.candidates = 0;
  memo.end = endOfRun(window.bytes, from, window.end, shape.alphabet);
  return memo.end;
}

function startsHere(window: TextWindow, shape: TokenShape, start: number): boolean {
  const first = shape.prefix.charCodeAt(0);
  // Telegram's prefix stands in the middle: digits come before it.
  if (first === BYTE.colon) return start - startOfDigits(window.bytes, start, window.start) >= 8;
  return beginsToken(window.bytes, start, window.start);
}

function startOfDigits(bytes: Buffer, position: number, start: number): number {
  let i = position;
  while (i > start && position - i < 16 && DIGIT[bytes[i - 1] as number] === 1) i--;
  return i;
}

/** A dot, dash or equals sign at the end belongs to the sentence, not to the token. */
function withoutTail(bytes: Buffer, from: number, runEnd: number): number {
  let end = runEnd;
  while (end > from && bytes[end - 1] === BYTE.dot) end--;
  return end;
}

function resume(bytes: Buffer, from: number, end: number, shape: TokenShape): number {
  const at = endOfRun(bytes, from, end, shape.alphabet);
  return at < end ? at : -1;
}

/** True when a byte may belong to a token of any shape: where a window without a line break must not be cut. */
export function isTokenByte(byte: number): boolean {
  return ALNUM[byte] === 1 || byte === BYTE.underscore || byte === BYTE.dash || byte === BYTE.dot;
}
