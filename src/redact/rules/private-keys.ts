import { BASE64, BYTE } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import type { Found, Rule } from './rule.ts';

/** Between `BEGIN` and the five dashes there is a short label (RFC 7468); anything longer is no such line. */
const LONGEST_LABEL = 64;
/** How far behind the BEGIN line the body must begin. */
const BODY_LOOKAHEAD = 640;
const SECRET_LABEL =
  /(?:PRIVATE KEY|PRIVATE KEY BLOCK|SECRET KEY|AGE ENCRYPTED|OPENSSH PRIVATE|ENCRYPTED MESSAGE)/;
const END = Buffer.from('-----END ');
const SHORT_END = Buffer.from('---- END ');

/**
 * Private keys between BEGIN and END lines: PEM, OpenSSH, PGP, PuTTY and SSH2. A machine of two states, not a pattern:
 * after a BEGIN with a body everything goes up to the END of a private key, or to the end of the text when it has none.
 */
export function privateKeyRule(): Rule {
  let coveredTo = -1;
  let noEndFrom = Number.POSITIVE_INFINITY;
  return {
    id: 'private-key',
    anchors: ['-----begin ', '---- begin ', 'putty-user-key-file-'],
    reset() {
      coveredTo = -1;
      noEndFrom = Number.POSITIVE_INFINITY;
    },
    inspect(window, start, end, anchor, found) {
      if (start < coveredTo) return;
      const body = anchor === 2 ? startOfPutty(window, end) : startOfBody(window, end);
      if (body === undefined) return;
      const stop = start >= noEndFrom ? -1 : endOfKey(window.bytes, body, window.end, anchor);
      if (stop < 0) noEndFrom = Math.min(noEndFrom, start);
      coveredTo = stop < 0 ? window.end : stop;
      addKey(window, start, coveredTo, stop < 0, anchor, found);
    },
  };
}

function addKey(
  window: TextWindow,
  start: number,
  end: number,
  isOpen: boolean,
  anchor: number,
  found: Found,
): void {
  found.add({
    start,
    end,
    contextStart: start,
    rule: 'private-key',
    kind: 'private-key',
    layer: LAYER.shape,
    canonical: isOpen ? undefined : bodyOf(window.bytes.toString('latin1', start, end)),
    ...(isOpen && !window.complete
      ? { findEnd: (b: Buffer, from: number, to: number) => endOfKey(b, from, to, anchor) }
      : {}),
  });
}

/** The base64 letters alone: the same key has the same tag on one line, on many, and escaped. */
function bodyOf(text: string): string {
  return text
    .replace(/-----?[^-\n]{1,100}-----?/g, '')
    .replace(/\\[nrt]|[^A-Za-z0-9+/=]/g, '')
    .slice(0, 16_384);
}

/** Where the lines after BEGIN go on, when they hold a body; a sentence that mentions the line has none. */
function startOfBody(window: TextWindow, labelStart: number): number | undefined {
  const { bytes } = window;
  const limit = Math.min(window.end, labelStart + LONGEST_LABEL + 8);
  const dashes = bytes.subarray(labelStart, limit).indexOf('----');
  if (dashes < 0) return undefined;
  const label = bytes.toString('latin1', labelStart, labelStart + dashes).toUpperCase();
  if (!SECRET_LABEL.test(label)) return undefined;
  const from = labelStart + dashes + 4;
  const text = bytes.toString('latin1', from, Math.min(window.end, from + BODY_LOOKAHEAD));
  return hasBody(text) ? from : undefined;
}

/** PuTTY's first line names the algorithm and nothing else. */
function startOfPutty(window: TextWindow, from: number): number | undefined {
  const line = window.bytes.toString('latin1', from, Math.min(window.end, from + 80));
  return /^\d: [\w-]{3,60}(?:\r|\n|\\[nr])/.test(line) ? from : undefined;
}

function hasBody(text: string): boolean {
  const rest = text.replace(/^-/, '');
  const clean = rest.replace(/^(?:\\[nr]|%0[ad]|[\s"'`,+|>\\])+/i, '');
  if (clean.startsWith('[REDACTED')) return false;
  if (/^(?:Proc-Type|DEK-Info|Version|Comment|Subject|Encryption|Hash|Charset|X-[\w-]+):/i.test(clean))
    return true;
  const first = /^[A-Za-z0-9+/=_-]*/.exec(clean)?.[0] ?? '';
  if (first.length >= 16) return true;
  if (
    first.length >= 4 &&
    /[\r\n]|\\n/.test(rest.slice(0, rest.indexOf(first) + 1)) &&
    /^(?:\s|\\|"|'|$)/.test(clean.slice(first.length))
  ) {
    return /[A-Z0-9+/=]/.test(first.slice(1));
  }
  return /(?:^|[\s|"'])[A-Za-z0-9+/]{24,}={0,2}(?:$|[\s"'\\])/.test(rest);
}

/** The first byte after the END line of a private key. */
function endOfKey(bytes: Buffer, from: number, end: number, anchor: number): number {
  if (anchor === 2) return endOfPutty(bytes, from, end);
  const marker = anchor === 1 ? SHORT_END : END;
  for (let at = bytes.indexOf(marker, from); at >= 0 && at < end; at = bytes.indexOf(marker, at + 1)) {
    const label = at + marker.length;
    const dashes = bytes.indexOf('----', label);
    if (dashes < 0 || dashes + 4 > end) return -1;
    if (
      dashes - label <= LONGEST_LABEL &&
      SECRET_LABEL.test(bytes.toString('latin1', label, dashes).toUpperCase())
    ) {
      let stop = dashes;
      while (stop < end && stop < dashes + 5 && bytes[stop] === BYTE.dash) stop++;
      return stop;
    }
  }
  return -1;
}

const PUTTY_MAC = Buffer.from('Private-MAC:');

function endOfPutty(bytes: Buffer, from: number, end: number): number {
  const mac = bytes.indexOf(PUTTY_MAC, from);
  if (mac < 0 || mac >= end) return -1;
  let i = mac + PUTTY_MAC.length;
  while (i < end && bytes[i] === BYTE.space) i++;
  while (i < end && BASE64[bytes[i] as number] === 1) i++;
  return i < end ? i : -1;
}
