import { ALNUM, BYTE, byteSet, DIGIT, HEX } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import type { Found, Rule } from './rule.ts';

const LOCAL_PART = byteSet('A-Za-z0-9._%+-');
const DOMAIN = byteSet('A-Za-z0-9.-');
const LONGEST_PART = 64;
/** Addresses that name nobody: reserved names (RFC 2606), loopback, unspecified, private and documentation networks. */
const RESERVED_DOMAIN = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost|local)$/i;
const NOBODYS_ADDRESS =
  /^(?:127\.|0\.0\.0\.0$|255\.255\.255\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)/;
const ADDRESS_4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;

/** Mail addresses and public IP addresses, replaced by a tag: support sees who is the same, and not who it is. */
export function personalDataRule(): Rule {
  let judgedTo = -1;
  return {
    id: 'personal-data',
    anchors: [
      '@',
      '%40',
      ...[...'0123456789'].map((digit) => `${digit}.`),
      '::',
      ...[...'0123456789abcdef'].map((digit) => `${digit}:`),
    ],
    reset() {
      judgedTo = -1;
    },
    inspect(window, start, end, anchor, found) {
      if (start < found.coveredTo) return;
      if (anchor <= 1) inspectMail(window, start, end, found);
      else if (anchor <= 11) inspectAddress4(window, start, found);
      else if (start >= judgedTo) judgedTo = inspectAddress6(window, start, found);
    },
  };
}

function inspectMail(window: TextWindow, at: number, after: number, found: Found): void {
  const { bytes } = window;
  let start = at;
  while (start > window.start && at - start < LONGEST_PART && LOCAL_PART[bytes[start - 1] as number] === 1)
    start--;
  let end = after;
  while (end < window.end && end - after < 253 && DOMAIN[bytes[end] as number] === 1) end++;
  while (end > after && ALNUM[bytes[end - 1] as number] === 0) end--;
  const domain = bytes.toString('latin1', after, end);
  if (
    start === at ||
    !/^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$/.test(domain) ||
    RESERVED_DOMAIN.test(domain) ||
    (at - start === 3 && bytes.toString('latin1', start, at) === 'git')
  )
    return;
  const mail = `${bytes.toString('latin1', start, at)}@${domain}`.toLowerCase();
  add(start, end, 'email', mail, found);
}

function inspectAddress4(window: TextWindow, position: number, found: Found): void {
  const { bytes } = window;
  let start = position;
  while (start > window.start && position - start < 4 && DIGIT[bytes[start - 1] as number] === 1) start--;
  if (start > window.start && isNumberByte(bytes[start - 1] as number)) return;
  let end = position;
  while (
    end < window.end &&
    end - start < 16 &&
    (DIGIT[bytes[end] as number] === 1 || bytes[end] === BYTE.dot)
  )
    end++;
  if (bytes[end - 1] === BYTE.dot) end--;
  if (end < window.end && (ALNUM[bytes[end] as number] === 1 || bytes[end] === BYTE.dash)) return;
  // Most numbers with a point are no addresses, and most with a colon are times.
  if (count(bytes, start, end, BYTE.dot) !== 3) return;
  const text = bytes.toString('latin1', start, end);
  if (ADDRESS_4.test(text) && !NOBODYS_ADDRESS.test(text)) add(start, end, 'ip', text, found);
}

/** @returns the end of what was judged: a time has two colons, and both lead here */
function inspectAddress6(window: TextWindow, position: number, found: Found): number {
  const { bytes } = window;
  let start = position;
  while (start > window.start && position - start < 40 && isAddress6Byte(bytes[start - 1] as number)) start--;
  if (start > window.start && ALNUM[bytes[start - 1] as number] === 1) return -1;
  let end = position;
  while (end < window.end && end - start < 46 && isAddress6Byte(bytes[end] as number)) end++;
  const judgedTo = end - start < 40 ? end : -1;
  if (end < window.end && ALNUM[bytes[end] as number] === 1) return judgedTo;
  if (count(bytes, start, end, BYTE.colon) < 3) return judgedTo;
  const text = bytes.toString('latin1', start, end).toLowerCase();
  const groups = text.split(':');
  const isFull = groups.length === 8 && groups.every((group) => /^[0-9a-f]{1,4}$/.test(group));
  const isShort =
    text.includes('::') && groups.length >= 4 && groups.every((group) => /^[0-9a-f]{0,4}$/.test(group));
  if ((isFull || isShort) && !/^(?:fe80|fc|fd|::1$|2001:0?db8)/.test(text))
    add(start, end, 'ip', text, found);
  return judgedTo;
}

function add(start: number, end: number, kind: string, canonical: string, found: Found): void {
  found.add({
    start,
    end,
    contextStart: start,
    rule: `personal-${kind}`,
    kind,
    layer: LAYER.personal,
    canonical,
    quote: undefined,
    findEnd: undefined,
  });
}

function count(bytes: Buffer, start: number, end: number, wanted: number): number {
  let found = 0;
  for (let i = start; i < end; i++) if (bytes[i] === wanted) found++;
  return found;
}

function isNumberByte(byte: number): boolean {
  return ALNUM[byte] === 1 || byte === BYTE.dot || byte === BYTE.dash || byte === BYTE.underscore;
}

function isAddress6Byte(byte: number): boolean {
  return HEX[byte] === 1 || byte === BYTE.colon;
}
