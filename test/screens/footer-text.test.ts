import { expect, test } from 'vitest';
import type { Binding } from '../../src/screens/binding.ts';
import { footerText } from '../../src/screens/footer-text.ts';
import { glyphsFor } from '../../src/screens/glyphs.ts';

const bind = (key: string, label: string, rank: number): Binding => ({
  keys: [key],
  label,
  meaning: label,
  rank,
  action: { do: 'help' },
});

const bindings = [
  bind('enter', 'start the stack', 0),
  bind('up', '', 6),
  bind('down', 'select', 6),
  bind('?', 'help', 4),
  bind('q', 'quit', 3),
];
const utf8 = glyphsFor({ LANG: 'C.UTF-8' }, 'linux');

test('names every key that has a label, a pair of arrows as one', () => {
  expect(footerText(bindings, 80, utf8)).toBe('⏎ start the stack  ↑↓ select  ? help  q quit');
});

test('drops the least important first', () => {
  expect(footerText(bindings, 40, utf8)).toBe('⏎ start the stack  ? help  q quit');
  expect(footerText(bindings, 30, utf8)).toBe('⏎ start the stack  q quit');
});

test('keeps the primary action', () => {
  expect(footerText(bindings, 5, utf8)).toBe('⏎ start the stack');
});
