import { describe, expect, test } from 'vitest';
import type { Entry, Mark } from '../../src/screens/entry.ts';
import { listHeight, listWindow } from '../../src/screens/list-window.ts';

function entry(id: string, mark: Mark): Entry {
  const notes =
    mark === 'fail'
      ? [
          { label: 'why', text: 'w' },
          { label: 'next', text: 'n' },
        ]
      : [];
  return { id, mark, word: mark, text: id, aside: '', notes };
}

const list = [
  ...Array.from({ length: 6 }, (_, index) => entry(`pass-${index}`, 'pass')),
  entry('run-0', 'run'),
  entry('fail-0', 'fail'),
  entry('wait-0', 'wait'),
];

function linesOf(capacity: number, selected?: string): number {
  const { rows, hidden } = listWindow(list, selected, capacity);
  return rows.reduce((sum, row) => sum + 1 + row.notes, 0) + (hidden > 0 ? 1 : 0);
}

describe('a list in a number of lines', () => {
  test('keeps its order while all of it fits', () => {
    const { rows, hidden } = listWindow(list, undefined, listHeight(list));
    expect(rows.map((row) => row.entry.id)).toEqual(list.map((each) => each.id));
    expect(hidden).toBe(0);
  });

  test('pins what failed and what runs when it does not fit, and counts the rest', () => {
    const { rows, hidden } = listWindow(list, 'fail-0', 6);
    expect(rows.map((row) => row.entry.id)).toEqual(['fail-0', 'run-0', 'pass-0']);
    expect(rows[0]?.notes).toBe(2);
    expect(hidden).toBe(6);
  });

  test('gives up notes before rows', () => {
    const { rows, hidden } = listWindow(list, undefined, list.length);
    expect(rows).toHaveLength(list.length);
    expect(rows.every((row) => row.notes === 0)).toBe(true);
    expect(hidden).toBe(0);
  });

  test.each(list.map(({ id }) => id))(
    'always shows the selected %s, and never too many lines',
    (selected) => {
      for (let capacity = 0; capacity <= 14; capacity += 1) {
        expect(linesOf(capacity, selected)).toBeLessThanOrEqual(capacity);
        if (capacity < 2) continue;
        const shown = listWindow(list, selected, capacity).rows.map((row) => row.entry.id);
        expect(shown).toContain(selected);
      }
    },
  );

  test('accounts for every row', () => {
    for (let capacity = 1; capacity <= 14; capacity += 1) {
      const { rows, hidden } = listWindow(list, undefined, capacity);
      expect(rows.length + hidden).toBe(list.length);
    }
  });
});
