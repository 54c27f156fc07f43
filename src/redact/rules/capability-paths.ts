import { TOKEN } from '../byte-classes.ts';
import { LAYER } from '../spans.ts';
import { looksRandom } from '../value-shape.ts';
import type { Rule } from './rule.ts';

/** Parts of a path after which a part that nobody would have written lets its holder in. */
const DOORS = [
  '/hook/',
  '/hooks/',
  '/webhook/',
  '/webhooks/',
  '/portal/',
  '/invite/',
  '/invites/',
  '/invitation/',
  '/reset/',
  '/reset-password/',
  '/magic/',
  '/magic-link/',
  '/share/',
  '/shared/',
  '/token/',
  '/verify/',
  '/confirm/',
  '/activate/',
  '/unsubscribe/',
  '/join/',
  '/capability/',
  '/session/',
  '/download/',
] as const;
const SHORTEST = 16;
const LONGEST_JUDGED = 512;

/** Addresses that are passwords themselves: a random part of the path behind a word that says what it opens. */
export function capabilityPathRule(): Rule {
  return {
    id: 'capability-path',
    anchors: DOORS,
    inspect(window, _start, end, _anchor, found) {
      const { bytes } = window;
      if (end < found.shapeEnd) return;
      let stop = end;
      while (stop < window.end && TOKEN[bytes[stop] as number] === 1) stop++;
      if (stop - end < SHORTEST) return;
      const value = bytes.toString('latin1', end, Math.min(stop, end + LONGEST_JUDGED));
      const isOpen = stop === window.end && !window.complete;
      if (!isOpen && !looksRandom(value, SHORTEST)) return;
      found.add({
        start: end,
        end: stop,
        contextStart: end,
        rule: 'capability-path',
        kind: 'capability',
        layer: LAYER.shape,
        canonical: stop - end <= LONGEST_JUDGED ? value : undefined,
        findEnd: isOpen ? resume : undefined,
      });
    },
  };
}

function resume(bytes: Buffer, from: number, end: number): number {
  for (let i = from; i < end; i++) if (TOKEN[bytes[i] as number] === 0) return i;
  return -1;
}
