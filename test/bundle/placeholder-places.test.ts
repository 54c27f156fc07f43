import { describe, expect, it } from 'vitest';
import { ledgerDifferences, placeholdersIn } from '../../src/bundle/placeholder-places.ts';

const TEXT = Buffer.from('ä [REDACTED:secret]\n\nx=[REDACTED:secret:0123456789ab] [REDACTED:email]\n');

describe('placeholders', () => {
  it('are found by line and column in bytes', () => {
    expect(placeholdersIn(TEXT)).toEqual([
      { line: 1, column: 4 },
      { line: 3, column: 3 },
      { line: 3, column: 34 },
    ]);
  });

  it('and a ledger agree both ways', () => {
    const files = new Map([['a', TEXT]]);
    const entries = placeholdersIn(TEXT).map((place) => ({ ...place, file: 'a' }));
    expect(ledgerDifferences(entries, files)).toEqual([]);
    expect(ledgerDifferences(entries.slice(1), files)).toMatchObject([
      { kind: 'no-entry', place: { line: 1 } },
    ]);
    const wrong = { line: 2, column: 1, file: 'a' };
    expect(ledgerDifferences([...entries, wrong], files)).toMatchObject([
      { kind: 'no-placeholder', place: { line: 2 } },
    ]);
    expect(ledgerDifferences([{ ...wrong, file: 'gone' }], new Map())).toMatchObject([{ file: 'gone' }]);
  });
});
