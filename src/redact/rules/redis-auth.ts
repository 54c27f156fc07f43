import { ALNUM, BYTE, byteSet } from '../byte-classes.ts';
import { LAYER } from '../spans.ts';
import { isReadableValue } from '../value-shape.ts';
import { beginsToken } from './boundary.ts';
import { isQuoteByte, skip } from './quote.ts';
import type { Rule } from './rule.ts';

const BETWEEN = byteSet(' "\'');
const VALUE_END = byteSet(' \t\r\n"\'');
/** `AUTH <password>` and `AUTH <user> <password>`. */
const MOST_WORDS = 2;
const SHORTEST = 6;
const LONGEST_JUDGED = 512;

/**
 * The `AUTH` of Redis and of mail servers, as their logs and monitors print it: the first word after it that nobody
 * would write in a sentence or as the name of a method.
 */
export function redisAuthRule(): Rule {
  return {
    id: 'auth-command',
    anchors: ['auth ', 'auth" '],
    inspect(window, start, end, _anchor, found) {
      const { bytes } = window;
      if (bytes.toString('latin1', start, start + 4) !== 'AUTH') return;
      if (start < found.coveredTo || !beginsToken(bytes, start, window.start)) return;
      let at = end;
      for (let word = 0; word < MOST_WORDS; word++) {
        at = skip(bytes, at, window.end, BETWEEN);
        const from = at;
        while (at < window.end && VALUE_END[bytes[at] as number] === 0) at++;
        if (at - from < 2) return;
        const isOpen = at === window.end && !window.complete;
        const value = bytes.toString('utf8', from, at);
        if (!isOpen && !isSecret(value.slice(0, LONGEST_JUDGED), isQuoteByte(bytes[from - 1]))) continue;
        found.add({
          start: from,
          end: at,
          contextStart: start,
          rule: 'auth-command',
          kind: 'secret',
          layer: LAYER.key,
          canonical: isOpen ? undefined : value,
          quote: undefined,
          findEnd: isOpen ? resume : undefined,
        });
        return;
      }
    },
  };
}

function resume(bytes: Buffer, from: number, end: number): number {
  for (let i = from; i < end; i++) if (VALUE_END[bytes[i] as number] === 1) return i;
  return -1;
}

/** Letters with digits and other signs; a name with a dash (`service-2`) and a mechanism (`SCRAM-SHA-256`) are none. */
function isSecret(value: string, isQuoted: boolean): boolean {
  if (value.length < SHORTEST || isReadableValue(value) || value.charCodeAt(0) === BYTE.openBracket)
    return false;
  if (/^[A-Z][A-Z0-9-]*$/.test(value) || /^[a-z]+(?:[-_.:/][a-z0-9]+)*[:.,]?$/.test(value)) return false;
  if (isQuoted) return true;
  return (
    ALNUM[value.charCodeAt(0)] === 1 &&
    /[A-Za-z]/.test(value) &&
    /[0-9]|[a-z][A-Z]/.test(value) &&
    !/[=(]/.test(value)
  );
}
