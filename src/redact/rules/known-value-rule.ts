import { ALNUM, BASE64_ANY, FOLDED } from '../byte-classes.ts';
import type { KnownForm } from '../known-values.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { FormWalk } from './form-walk.ts';
import { OrderedForms } from './ordered-forms.ts';
import type { Found, Rule } from './rule.ts';

const SHORTEST_ANCHOR = 4;

/** The forms that have an anchor in common. */
interface AnchoredForms {
  readonly isTail: boolean;
  /** Those in which case matters, and those in which it does not; most anchors have one form. */
  exact: OrderedForms | undefined;
  folded: OrderedForms | undefined;
}

/**
 * Known values in all their forms: the only rule that can promise to miss none. The automaton holds the first and the
 * last letters of each form; the rest is compared at the hit, over line breaks and colours too, so that a value that a
 * terminal or a mail program wrapped once is found from one of its ends. Forms with the same first or last letters are
 * compared together: a thousand keys of one provider begin alike, and cost no more than one.
 */
export class KnownValueRule implements Rule {
  readonly id = 'known-value';
  readonly anchors: string[] = [];
  readonly #anchorLength: number;
  readonly #groups: AnchoredForms[] = [];
  readonly #numberOf = new Map<string, number>();
  readonly #walk = new FormWalk();

  /** @param anchorLength letters of a form that go into the automaton */
  constructor(anchorLength: number) {
    this.#anchorLength = anchorLength;
  }

  /** Adds forms. Anchors that are new stand behind those that there were. */
  add(forms: readonly KnownForm[]): void {
    for (const form of forms) {
      const { bytes } = form;
      // Half of a short form: a line break in its middle must leave one of its ends whole.
      const length = Math.min(this.#anchorLength, bytes.length, Math.max(SHORTEST_ANCHOR, bytes.length >> 1));
      this.#group(bytes.subarray(0, length), false, form);
      this.#group(bytes.subarray(bytes.length - length), true, form);
    }
  }

  inspect(window: TextWindow, start: number, end: number, anchor: number, found: Found): void {
    const group = this.#groups[anchor];
    if (group === undefined) return;
    const { isTail } = group;
    const report = (form: KnownForm, border: number) =>
      isTail ? addKnown(window, border, end, form, found) : addKnown(window, start, border, form, found);
    const position = isTail ? end : start;
    if (group.exact !== undefined) this.#walk.over(group.exact, window, position, report);
    if (group.folded !== undefined) this.#walk.over(group.folded, window, position, report);
  }

  #group(anchor: Buffer, isTail: boolean, form: KnownForm): void {
    const folded = anchor.map((byte) => FOLDED[byte] as number) as Buffer;
    const text = folded.toString('latin1');
    const key = `${isTail ? '>' : '<'}${text}`;
    let number = this.#numberOf.get(key);
    if (number === undefined) {
      number = this.#groups.length;
      this.#numberOf.set(key, number);
      this.anchors.push(text);
      this.#groups.push({ isTail, exact: undefined, folded: undefined });
    }
    const group = this.#groups[number] as AnchoredForms;
    const side = form.foldCase ? 'folded' : 'exact';
    group[side] ??= new OrderedForms(isTail, form.foldCase);
    group[side].add(form);
  }
}

function addKnown(window: TextWindow, from: number, to: number, form: KnownForm, found: Found): void {
  if (form.wholeWord && (isLetter(window, from - 1) || isLetter(window, to))) return;
  const begin = withEdge(window, from, -form.edges[0]);
  found.add({
    start: begin,
    end: withEdge(window, to, form.edges[1]),
    contextStart: begin,
    rule: 'known-value',
    kind: 'known',
    layer: LAYER.known,
    canonical: form.value,
    quote: undefined,
    findEnd: undefined,
  });
}

function isLetter(window: TextWindow, position: number): boolean {
  return position >= window.start && position < window.end && ALNUM[window.bytes[position] as number] === 1;
}

/** Takes the neighbouring letter along that holds bits of the value. */
function withEdge(window: TextWindow, position: number, by: number): number {
  const neighbour = by < 0 ? position - 1 : position;
  if (by === 0 || neighbour < window.start || neighbour >= window.end) return position;
  return BASE64_ANY[window.bytes[neighbour] as number] === 1 ? position + by : position;
}
