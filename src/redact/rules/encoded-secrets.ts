import { BASE64_ANY, BASE64_URL, BYTE } from '../byte-classes.ts';
import { isPublicDefault } from '../public-defaults.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { beginsToken, endOfRun, runText } from './boundary.ts';
import { INNER_ANCHORS } from './inner-base64.ts';
import type { Found, Rule } from './rule.ts';

/** The longest base64 text that is opened; a longer one that begins like a secret goes unread. */
const LONGEST_OPENED = 256 * 1024;
const SHORTEST_JWT = 20;
/** Texts that are opened in one window before every further one counts as a secret: no input is slow. */
const MOST_OPENED_BYTES_PER_BYTE = 4;

/** The last anchor that stands at the head of its text. */
const LAST_HEAD = 7;

/** JSON Web Tokens, signed, unsigned and encrypted: `eyJ` and its dotted parts. */
export function jwtRule(): Rule {
  const memo: JwtMemo = { from: 0, headEnd: -1, stop: -1, parts: 1 };
  return {
    id: 'jwt',
    anchors: ['eyj', 'ewog', 'eyai'],
    reset() {
      memo.headEnd = -1;
    },
    inspect(window, start, end, anchor, found) {
      if (start >= found.shapeEnd) inspectJwt(window, start, end, anchor, found, memo);
    },
  };
}

/** The parts that were read last: a second beginning inside of the first one ends where it ends. */
interface JwtMemo {
  from: number;
  headEnd: number;
  stop: number;
  parts: number;
}

/** Letters of a head that tell whether it is one. */
const LONGEST_START = 256;

const JWT_STARTS = ['eyJ', 'ewog', 'eyAi'] as const;

function inspectJwt(
  window: TextWindow,
  start: number,
  end: number,
  anchor: number,
  found: Found,
  memo: JwtMemo,
): void {
  const { bytes } = window;
  if (bytes.toString('latin1', start, end) !== JWT_STARTS[anchor] || !beginsToken(bytes, start, window.start))
    return;
  if (start < memo.from || end > memo.headEnd) readParts(window, start, end, memo);
  const { headEnd, stop, parts } = memo;
  const isOpen = stop >= window.end - 1 && !window.complete;
  if ((parts < 2 && !isOpen) || stop - start < SHORTEST_JWT) return;
  if (!isJwtHead(runText(bytes, start, Math.min(headEnd, start + LONGEST_START)))) return;
  const token = runText(bytes, start, stop);
  if (isPublicDefault(token)) return;
  found.add({
    start,
    end: stop,
    contextStart: start,
    rule: 'jwt',
    kind: 'jwt',
    layer: LAYER.shape,
    canonical: token,
    quote: undefined,
    findEnd: isOpen ? resumeJwt : undefined,
  });
}

function readParts({ bytes, end }: TextWindow, start: number, from: number, memo: JwtMemo): void {
  let stop = endOfRun(bytes, from, end, BASE64_URL);
  memo.from = start;
  memo.headEnd = stop;
  let parts = 1;
  while (stop + 1 < end && bytes[stop] === BYTE.dot && parts < 5) {
    const next = endOfRun(bytes, stop + 1, end, BASE64_URL);
    if (next === stop + 1 && parts === 1) break;
    stop = next;
    parts++;
  }
  memo.stop = stop;
  memo.parts = parts;
}

function resumeJwt(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && (BASE64_URL[bytes[i] as number] === 1 || bytes[i] === BYTE.dot)) i++;
  return i < end ? i : -1;
}

/** A head that is cut short is a head too: a truncated log line must not leave the rest. */
function isJwtHead(head: string): boolean {
  return /^\{\s*"/.test(Buffer.from(head, 'base64url').toString('latin1'));
}

/**
 * Base64 of text that holds a secret: of a private key, and of JSON or configuration that the redactor would change.
 * @param hasSecret tells of decoded bytes whether anything in them has to go
 */
export function encodedRule(hasSecret: (decoded: Buffer) => boolean): Rule {
  let opened = 0;
  let runFrom = 0;
  let runTo = -1;
  return {
    id: 'encoded',
    // `-----BEGIN` at three alignments; `{"`, `{ "`, `{\n `, `[{"` at the first; names and beginnings of secrets at all.
    anchors: [
      'ls0tls1crudjti',
      'lls0tqkvhsu4',
      'ttls1crudjti',
      'eyj',
      'eyai',
      'ewog',
      'w3si',
      'ls0tls0gqkvhsu4',
      ...INNER_ANCHORS,
    ],
    reset() {
      opened = 0;
      runTo = -1;
    },
    inspect(window, start, end, anchor, found) {
      if (start < found.coveredTo || (start >= runFrom && start < runTo)) return;
      const isKey = anchor <= 2 || anchor === 7;
      if (!isKey && anchor <= LAST_HEAD && !beginsToken(window.bytes, start, window.start)) return;
      const from = isKey || anchor > LAST_HEAD ? startOfRun(window, start) : start;
      const stop = endOfWrapped(window, end);
      runFrom = from;
      runTo = stop;
      if (stop - from < 24) return;
      opened += stop - from;
      const isTired = opened > MOST_OPENED_BYTES_PER_BYTE * (window.end - window.start) + LONGEST_OPENED;
      const isOpen = stop === window.end && !window.complete;
      if (!isKey && !isTired && stop - from <= LONGEST_OPENED && !isOpen) {
        const decoded = Buffer.from(window.bytes.toString('latin1', from, stop), 'base64');
        if (!isText(decoded) || !hasSecret(decoded)) return;
      } else if (isKey && !isPrivate(window, from, stop)) return;
      add(window, from, stop, isOpen, found);
    },
  };
}

function add(window: TextWindow, start: number, end: number, isOpen: boolean, found: Found): void {
  found.add({
    start,
    end,
    contextStart: start,
    rule: 'encoded-secret',
    kind: 'encoded',
    layer: LAYER.shape,
    canonical:
      isOpen || end - start > LONGEST_OPENED
        ? undefined
        : window.bytes.toString('latin1', start, end).replace(/\s+/g, ''),
    quote: undefined,
    findEnd: isOpen ? resumeBase64 : undefined,
  });
}

/** A certificate and a public key in base64 are no secrets. */
function isPrivate(window: TextWindow, start: number, end: number): boolean {
  const head = window.bytes
    .toString('latin1', start, Math.min(end, start + 400))
    .replace(/[^A-Za-z0-9+/]/g, '');
  for (let shift = 0; shift < 4; shift++) {
    const text = Buffer.from(head.slice(shift), 'base64').toString('latin1');
    if (text.includes('BEGIN ')) return /BEGIN [A-Z0-9 ]*(?:PRIVATE|SECRET) KEY/.test(text);
  }
  return true;
}

function isText(decoded: Buffer): boolean {
  const head = decoded.subarray(0, 256);
  let odd = 0;
  for (const byte of head) if (byte < 0x09 || (byte > 0x0d && byte < 0x20)) odd++;
  return odd === 0;
}

function startOfRun(window: TextWindow, position: number): number {
  let i = position;
  while (
    i > window.start &&
    position - i < 4096 &&
    BASE64_ANY[window.bytes[i - 1] as number] === 1 &&
    window.bytes[i - 1] !== BYTE.equals
  )
    i--;
  return i;
}

/** Base64 that is wrapped at a column goes on in the next line when that line holds nothing else. */
function endOfWrapped(window: TextWindow, from: number): number {
  const { bytes, end } = window;
  let i = endOfRun(bytes, from, end, BASE64_ANY);
  for (;;) {
    let next = i;
    while (
      next < end &&
      next - i < 40 &&
      (bytes[next] === BYTE.lf || bytes[next] === BYTE.cr || bytes[next] === BYTE.space)
    )
      next++;
    if (next === i || next >= end || !bytes.subarray(i, next).includes(BYTE.lf)) return i;
    const stop = endOfRun(bytes, next, end, BASE64_ANY);
    const after = stop < end ? bytes[stop] : BYTE.lf;
    if (stop - next < 16 || bytes[i - 1] === BYTE.equals) return i;
    if (after !== BYTE.lf && after !== BYTE.cr && after !== BYTE.quote) return i;
    i = stop;
  }
}

function resumeBase64(bytes: Buffer, from: number, end: number): number {
  const at = endOfRun(bytes, from, end, BASE64_ANY);
  return at < end ? at : -1;
}
