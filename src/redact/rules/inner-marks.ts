import { BYTE, byteSet, DIGIT, LINE_END, TOKEN } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { looksRandom } from '../value-shape.ts';
import type { Found, Rule } from './rule.ts';

const AZURE = byteSet('A-Za-z0-9_~.-');
const SHORTEST_AZURE_TAIL = 28;

/** Azure application secrets: three letters, a digit and `Q~` stand inside of them. */
export function azureSecretRule(): Rule {
  return {
    id: 'azure-client-secret',
    anchors: ['q~'],
    inspect(window, start, end, _anchor, found) {
      const { bytes } = window;
      if (bytes[start] !== 0x51 || start - 4 < window.start || DIGIT[bytes[start - 1] as number] === 0)
        return;
      if (start < found.shapeEnd) return;
      const from = start - 4;
      for (let i = from; i < start; i++) if (AZURE[bytes[i] as number] === 0) return;
      let stop = end;
      while (stop < window.end && AZURE[bytes[stop] as number] === 1) stop++;
      if (stop - end < SHORTEST_AZURE_TAIL) return;
      const value = bytes.toString('latin1', from, stop);
      if (!looksRandom(value.slice(0, 256), 8)) return;
      found.add({
        start: from,
        end: stop,
        contextStart: from,
        rule: 'azure-client-secret',
        kind: 'azure',
        layer: LAYER.shape,
        canonical: value,
      });
    },
  };
}

const CLIENT = /^(?:pi|seti|si|src|ba|acct|cs_live|cs_test|pm|sub|in|ocs)_[A-Za-z0-9_]{8,200}$/;

const BEGINS_CLIENT = byteSet('psbacio');

/** Stripe's client secrets: `pi_…_secret_…`; the object's id before it stays readable. */
export function clientSecretRule(): Rule {
  // The letters before the last sign, which are those before the next one too when nothing else stands between.
  let runFrom = 0;
  let runTo = -1;
  return {
    id: 'stripe-client-secret',
    anchors: ['_secret_'],
    reset() {
      runTo = -1;
    },
    inspect(window, start, end, _anchor, found) {
      const { bytes } = window;
      if (start < found.coveredTo) return;
      let from = start;
      const limit = Math.max(window.start, start - 208);
      while (from > limit && from !== runTo && TOKEN[bytes[from - 1] as number] === 1) from--;
      if (from === runTo) from = Math.max(limit, runFrom);
      runFrom = from;
      runTo = start;
      if (BEGINS_CLIENT[bytes[from] as number] === 0 || !CLIENT.test(bytes.toString('latin1', from, start)))
        return;
      let stop = end;
      while (stop < window.end && TOKEN[bytes[stop] as number] === 1) stop++;
      if (stop - end < 10) return;
      found.add({
        start: end,
        end: stop,
        contextStart: from,
        rule: 'stripe-client-secret',
        kind: 'stripe',
        layer: LAYER.shape,
        canonical: bytes.toString('latin1', end, stop),
        quote: undefined,
        findEnd: undefined,
      });
    },
  };
}

/** One-time codes that the auth module's console sender writes: every group of four to eight digits of such a line. */
export function otpLineRule(): Rule {
  let readTo = -1;
  return {
    id: 'otp-line',
    anchors: ['bus_auth_otp'],
    reset() {
      readTo = -1;
    },
    inspect(window, _start, end, _anchor, found) {
      readTo = addDigits(window, end, Math.max(end, readTo), found);
    },
  };
}

/**
 * @param contextStart the end of the line's sign
 * @param from what stands before was read for an earlier sign
 * @returns the first byte behind what was read
 */
function addDigits(window: TextWindow, contextStart: number, from: number, found: Found): number {
  const { bytes, end } = window;
  const limit = Math.min(end, contextStart + 512);
  let i = from;
  for (; i < limit && LINE_END[bytes[i] as number] === 0; i++) {
    if (DIGIT[bytes[i] as number] === 0) continue;
    let stop = i;
    while (stop < end && DIGIT[bytes[stop] as number] === 1) stop++;
    const isAlone = isBorder(bytes[i - 1]) && isBorder(stop < end ? bytes[stop] : undefined);
    if (isAlone && stop - i >= 4 && stop - i <= 8) {
      found.add({
        start: i,
        end: stop,
        contextStart,
        rule: 'otp-line',
        kind: 'otp',
        layer: LAYER.key,
        canonical: undefined,
      });
    }
    i = stop;
  }
  return i;
}

const BORDER = byteSet(' \t\r\n"\'=:,;()[]{}');

function isBorder(byte: number | undefined): boolean {
  return byte === undefined || BORDER[byte] === 1 || byte === BYTE.backslash;
}
