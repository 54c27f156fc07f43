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
 * Builds the scanner of all rules, with two more behind it for text inside of base64 inside of base64.
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
  const rules = (inner?: LexicalScanner) =>
    makeRules({
      forms,
      ...settings,
      hasSecret: (decoded) =>
        inner !== undefined &&
        inner.scan({ bytes: decoded, start: 0, end: decoded.length, complete: true, startsLine: true })
          .length > 0,
    });
  const deepest = new LexicalScanner(rules(), late);
  const deep = new LexicalScanner(rules(deepest), late, deepest);
  return new LexicalScanner(rules(deep), late, deepest);
}
