import { TooManyStates } from './automaton.ts';
import type { KnownForm } from './known-values.ts';
import type { LateForms } from './late-forms.ts';
import { LexicalScanner } from './lexical.ts';
import { makeRules, type RulesetOptions } from './ruleset.ts';

/**
 * Letters of a known form in the automaton, from the best to the least. Five are rare enough in a text, and a longer
 * one makes a table that does not fit in the processor's cache.
 */
const ANCHOR_LENGTHS = [5, 4, 3, 2] as const;

/**
 * Builds the scanner of all rules; two more behind it are for text inside of base64 inside of base64.
 * @param forms known values in all their forms
 * @param late known values beside those, also those that are added later
 */
export function buildScanner(
  forms: readonly KnownForm[],
  late: LateForms,
  pseudonymise: boolean,
  machine?: string,
): LexicalScanner {
  for (const anchorLength of ANCHOR_LENGTHS) {
    try {
      return layered(forms, late, { anchorLength, pseudonymise, machine });
    } catch (error) {
      if (!(error instanceof TooManyStates)) throw error;
    }
  }
  throw new TooManyStates('too many known values for one automaton');
}

function layered(
  forms: readonly KnownForm[],
  late: LateForms,
  settings: Pick<RulesetOptions, 'anchorLength' | 'pseudonymise' | 'machine'>,
): LexicalScanner {
  const makeScanner = (inner: (() => LexicalScanner) | undefined, sibling?: LexicalScanner) => {
    const hasSecret = (decoded: Buffer) =>
      inner !== undefined && inner().scan({ ...WHOLE, bytes: decoded, end: decoded.length }).length > 0;
    return new LexicalScanner(makeRules({ forms, ...settings, hasSecret }), late, sibling);
  };
  // Most texts hold no base64 of text: the scanners for what is in it are made when they are needed.
  const scanner: LexicalScanner = makeScanner(() => deep());
  const deep = once(() => makeScanner(() => deepest(), scanner));
  const deepest = once(() => makeScanner(undefined, scanner));
  return scanner;
}

const WHOLE = { start: 0, complete: true, startsLine: true } as const;

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
