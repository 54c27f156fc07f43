import { BYTE, byteSet } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksRandom } from '../value-shape.ts';
import type { KeyPlace } from './key-place.ts';
import type { Found } from './rule.ts';

/** What may stand between a secret's name and its value without being a separator: `ENV KEY value`, `key is value`. */
const GAP = /^["'`\]\\]{0,8}[\s,(|[<]*(?:(?:is|was|value|of|=>)(?=[\s:="'(]))?[\s:="'`(|[<,\\]*/;
const LONGEST_GAP = 48;
const WORD = byteSet('A-Za-z0-9_+/=.~!@#$%^*-');
/** `password is: …` says that a value comes, so that an ordinary one counts too: not one lower-case word. */
const ANNOUNCED = /\b(?:is|was)[:=] *["'`]?$/i;
const ORDINARY = /^[a-z]*$|^[A-Z]?[a-z]+$/;
const SHORTEST_ANNOUNCED = 4;
const ANNOUNCED_WORD = byteSet('!#-&(-_a-~').map((one, byte) => (byte > 0x7f ? 1 : one));
/** A word that follows a name loosely must be this long and look made by a machine. */
const SHORTEST = 12;
const LONGEST_JUDGED = 512;

/**
 * A secret's name whose value follows without any separator that is known: the next word goes when no person would
 * have written it.
 */
export function looseValue(window: TextWindow, key: KeyPlace, found: Found): void {
  const { bytes, end } = window;
  const gap = GAP.exec(bytes.toString('latin1', key.end, Math.min(end, key.end + LONGEST_GAP)))?.[0] ?? '';
  if (gap === '') return;
  const start = key.end + gap.length;
  const isAnnounced = ANNOUNCED.test(gap);
  let stop = start;
  const alphabet = isAnnounced ? ANNOUNCED_WORD : WORD;
  while (stop < end && alphabet[bytes[stop] as number] === 1) stop++;
  while (stop > start && (bytes[stop - 1] === BYTE.dot || bytes[stop - 1] === 0x21)) stop--;
  if (stop - start < (isAnnounced ? SHORTEST_ANNOUNCED : SHORTEST)) return;
  const value = bytes.toString('latin1', start, stop);
  const isOpen = stop === end && !window.complete;
  const isValue = isAnnounced ? !ORDINARY.test(value) : isMachineMade(value.slice(0, LONGEST_JUDGED));
  if (!isOpen && (isReadableValue(value) || !isValue)) return;
  found.add({
    start,
    end: stop,
    contextStart: key.start,
    rule: 'keyed-value',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value,
    ...(isOpen ? { findEnd: resume } : {}),
  });
}

/** Paths, addresses and names with dots are often long and mixed; a random run has no border in it. */
function isMachineMade(value: string): boolean {
  return (
    /\d/.test(value) && /[A-Za-z]/.test(value) && !/[/.].*[/.]/.test(value) && looksRandom(value, SHORTEST)
  );
}

function resume(bytes: Buffer, from: number, end: number): number {
  for (let i = from; i < end; i++) if (WORD[bytes[i] as number] === 0) return i;
  return -1;
}
