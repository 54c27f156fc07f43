import { type Automaton, buildAutomaton } from './automaton.ts';
import { FoundSpans } from './found-spans.ts';
import { BLOCK, BlockHits, scanBlock } from './lanes.ts';
import type { LateForms, LateHit } from './late-forms.ts';
import type { Rule } from './rules/rule.ts';
import { standsInSentence } from './rules/sentence.ts';
import type { SpanList } from './span-list.ts';
import { canonicalOf, type Span, type TextWindow } from './spans.ts';

/** The lexical layer: one automaton for the anchors of all rules, and the rule's own code at each hit. */
export class LexicalScanner {
  readonly #rules: readonly Rule[];
  readonly #late: LateForms;
  readonly #automaton: Automaton;
  /** For each word of the automaton: its rule, its number in the rule, its length. */
  readonly #ruleOf: Int32Array;
  readonly #anchorOf: Int32Array;
  readonly #lengthOf: Int32Array;
  /** For each accepting state: the length of its word where that is one key word alone, else 0. */
  readonly #keyWordLength: Int32Array;
  #hits = new BlockHits(0);
  readonly #found = new FoundSpans();

  /**
   * @param rules in any order
   * @param late known values that the rules do not know, also those that are added to it later
   * @param sibling a scanner with the same rules in the same order, whose automaton is shared
   * @throws TooManyStates when the anchors do not fit in one automaton
   */
  constructor(rules: readonly Rule[], late: LateForms, sibling?: LexicalScanner) {
    this.#rules = rules;
    this.#late = late;
    if (sibling !== undefined) {
      this.#automaton = sibling.#automaton;
      this.#ruleOf = sibling.#ruleOf;
      this.#anchorOf = sibling.#anchorOf;
      this.#lengthOf = sibling.#lengthOf;
      this.#keyWordLength = sibling.#keyWordLength;
      return;
    }
    const words = rules.flatMap((rule, number) =>
      rule.anchors.map((anchor, index) => ({ bytes: Buffer.from(anchor, 'latin1'), number, index })),
    );
    this.#automaton = buildAutomaton(words.map((word) => word.bytes));
    this.#ruleOf = Int32Array.from(words, (word) => word.number);
    this.#anchorOf = Int32Array.from(words, (word) => word.index);
    this.#lengthOf = Int32Array.from(words, (word) => word.bytes.length);
    this.#keyWordLength = Int32Array.from(this.#automaton.wordsAt, (found) => {
      const word = found.length === 1 ? words[found[0] as number] : undefined;
      return word !== undefined && rules[word.number]?.findsKeyWords === true ? word.bytes.length : 0;
    });
  }

  /**
   * Finds what must go from a window, in order and without overlaps. The next scan fills the same list: who needs the
   * spans longer copies them.
   */
  scan(window: TextWindow): SpanList {
    const spans = this.#find(window);
    spans.merge();
    return spans;
  }

  /** Everything that any rule finds, also where finds overlap, with their decoded values. */
  findAll(window: TextWindow): Span[] {
    const found = this.#find(window).all();
    return found.map((span) => ({ ...span, canonical: canonicalOf(span, window.bytes), isAsWritten: false }));
  }

  #find(window: TextWindow): SpanList {
    const size = Math.min(window.end - window.start, BLOCK);
    if (!this.#hits.hasRoom(size)) this.#hits = new BlockHits(BLOCK);
    for (const rule of this.#rules) rule.reset?.();
    const found = this.#found;
    found.reset();
    // A rule that looks one byte too far must not see what an earlier text left in the buffer.
    const seen = { ...window, bytes: window.bytes.subarray(0, window.end) };
    const late = this.#late.find(window.bytes, window.start, window.end);
    let lateCount = 0;
    for (let from = window.start; from < window.end; ) {
      const to = Math.min(from + BLOCK, window.end);
      from = scanBlock(this.#automaton, window.bytes, window.start, from, to, this.#hits);
      for (let lane = 0; lane < this.#hits.lanes; lane++)
        lateCount = this.#inspect(seen, lane, found, late, lateCount);
    }
    inspectLate(seen, found, late, lateCount, window.end + 1, 0);
    return found.spans;
  }

  /** @returns how many of the late hits were looked at: they take their turn among the others */
  #inspect(
    window: TextWindow,
    lane: number,
    found: FoundSpans,
    late: readonly LateHit[],
    lateDone: number,
  ): number {
    const hits = this.#hits;
    const { pairs } = hits;
    const { bytes } = window;
    const { wordsAt, firstAccepting } = this.#automaton;
    // Fields are read once: this loop runs for every key word of a log.
    const rules = this.#rules;
    const ruleOf = this.#ruleOf;
    const anchorOf = this.#anchorOf;
    const lengthOf = this.#lengthOf;
    const keyWordLength = this.#keyWordLength;
    const first = hits.first + lane * hits.laneLength;
    const from = lane * hits.room;
    const to = from + (hits.filled[lane] as number);
    let lateCount = lateDone;
    for (let i = from; i < to; i += 2) {
      const accepting = (pairs[i + 1] as number) - firstAccepting;
      const end = first + (pairs[i] as number);
      if (end <= found.protectedTo) continue;
      const length = keyWordLength[accepting] as number;
      if (length > 0 && standsInSentence(bytes, end - length, end)) continue;
      const words = wordsAt[accepting] as readonly number[];
      for (let j = 0; j < words.length; j++) {
        const word = words[j] as number;
        const rule = rules[ruleOf[word] as number] as Rule;
        const wordLength = lengthOf[word] as number;
        if (lateCount < late.length) lateCount = inspectLate(window, found, late, lateCount, end, wordLength);
        found.hitEnd = end;
        rule.inspect(window, end - wordLength, end, anchorOf[word] as number, found);
      }
    }
    return lateCount;
  }
}

/** Looks at the late hits that end before `end`, or there and are at least as long as the word that is next. */
function inspectLate(
  window: TextWindow,
  found: FoundSpans,
  late: readonly LateHit[],
  done: number,
  end: number,
  length: number,
): number {
  let count = done;
  for (; count < late.length; count++) {
    const hit = late[count] as LateHit;
    if (hit.end > end || (hit.end === end && hit.length < length)) break;
    if (hit.end > found.protectedTo) {
      found.hitEnd = hit.end;
      hit.rule.inspect(window, hit.end - hit.length, hit.end, hit.anchor, found);
    }
  }
  return count;
}
