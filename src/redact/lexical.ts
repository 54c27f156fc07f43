import { type Automaton, buildAutomaton, scanBytes } from './automaton.ts';
import type { Found, Rule } from './rules/rule.ts';
import { LAYER, mergeSpans, type Span, type TextWindow } from './spans.ts';

/** Two numbers a byte at most: the hits of one scan. Longer windows make their own. */
const SHORT_WINDOW = 4096;

/** The lexical layer: one automaton for the anchors of all rules, and the rule's own code at each hit. */
export class LexicalScanner {
  readonly #rules: readonly Rule[];
  readonly #automaton: Automaton;
  /** For each word of the automaton: its rule, its number in the rule, its length. */
  readonly #ruleOf: Int32Array;
  readonly #anchorOf: Int32Array;
  readonly #lengthOf: Int32Array;
  #hits = new Int32Array(SHORT_WINDOW * 2);

  /**
   * @param rules in any order
   * @param sibling a scanner with the same rules in the same order, whose automaton is shared
   * @throws TooManyStates when the anchors do not fit in one automaton
   */
  constructor(rules: readonly Rule[], sibling?: LexicalScanner) {
    this.#rules = rules;
    if (sibling !== undefined) {
      this.#automaton = sibling.#automaton;
      this.#ruleOf = sibling.#ruleOf;
      this.#anchorOf = sibling.#anchorOf;
      this.#lengthOf = sibling.#lengthOf;
      return;
    }
    const words = rules.flatMap((rule, number) =>
      rule.anchors.map((anchor, index) => ({ bytes: Buffer.from(anchor, 'latin1'), number, index })),
    );
    this.#automaton = buildAutomaton(words.map((word) => word.bytes));
    this.#ruleOf = Int32Array.from(words, (word) => word.number);
    this.#anchorOf = Int32Array.from(words, (word) => word.index);
    this.#lengthOf = Int32Array.from(words, (word) => word.bytes.length);
  }

  /** Finds what must go from a window, in order and without overlaps. */
  scan(window: TextWindow): Span[] {
    return mergeSpans(this.findAll(window));
  }

  /** Everything that any rule finds, also where finds overlap. */
  findAll(window: TextWindow): Span[] {
    const size = window.end - window.start;
    if (this.#hits.length < size * 2) this.#hits = new Int32Array(size * 2);
    const count = scanBytes(this.#automaton, window.bytes, window.start, window.end, this.#hits);
    if (count === 0) return [];
    // A rule that looks one byte too far must not see what an earlier text left in the buffer.
    return this.#inspect({ ...window, bytes: window.bytes.subarray(0, window.end) }, count);
  }

  #inspect(window: TextWindow, count: number): Span[] {
    for (const rule of this.#rules) rule.reset?.();
    const found = new FoundSpans();
    const hits = this.#hits;
    const { wordsAt } = this.#automaton;
    // Fields are read once: this loop runs for every key word of a log.
    const rules = this.#rules;
    const ruleOf = this.#ruleOf;
    const anchorOf = this.#anchorOf;
    const lengthOf = this.#lengthOf;
    for (let i = 0; i < count; i += 2) {
      const words = wordsAt[hits[i] as number] as Int32Array;
      const end = hits[i + 1] as number;
      if (end <= found.protectedTo) continue;
      for (let j = 0; j < words.length; j++) {
        const word = words[j] as number;
        const rule = rules[ruleOf[word] as number] as Rule;
        rule.inspect(window, end - (lengthOf[word] as number), end, anchorOf[word] as number, found);
      }
    }
    return found.spans;
  }
}

class FoundSpans implements Found {
  readonly spans: Span[] = [];
  protectedTo = -1;
  coveredTo = -1;
  shapeEnd = -1;

  protect(end: number): void {
    this.protectedTo = end;
  }

  add(span: Span): void {
    if (span.end <= span.start) return;
    this.spans.push(span);
    if (span.end > this.coveredTo) this.coveredTo = span.end;
    if (span.layer === LAYER.shape && span.end > this.shapeEnd) this.shapeEnd = span.end;
  }
}
