import { expect, test } from 'vitest';
import { clipboardSequence } from '../../src/screens/clipboard.ts';

const TEXT = 'curl -sS "$BUS_BASE_URL/readyz"';
const PLAIN = `\u001b]52;c;${Buffer.from(TEXT).toString('base64')}\u0007`;

test('asks the terminal by OSC 52, with every byte of the text', () => {
  expect(clipboardSequence(TEXT, { TERM: 'xterm-256color' })).toBe(PLAIN);
  const umlauts = clipboardSequence('Päätös\n✓', {}).slice('\u001b]52;c;'.length, -1);
  expect(Buffer.from(umlauts, 'base64').toString('utf8')).toBe('Päätös\n✓');
});

test('asks tmux, and past tmux its terminal', () => {
  const sequence = clipboardSequence(TEXT, { TMUX: '/tmp/tmux-0/default,1,0', TERM: 'tmux-256color' });
  expect(sequence.startsWith(PLAIN)).toBe(true);
  expect(sequence.slice(PLAIN.length)).toBe(`\u001bPtmux;\u001b${PLAIN}\u001b\\`);
});

test('goes through GNU screen in parts that it does not cut', () => {
  const text = 'x'.repeat(3_000);
  const parts = clipboardSequence(text, { STY: '1.pts', TERM: 'screen' }).split('\u001b\\').slice(0, -1);
  expect(parts.every((part) => part.startsWith('\u001bP') && part.length < 768)).toBe(true);
  const inner = parts.map((part) => part.slice(2)).join('');
  expect(Buffer.from(inner.slice('\u001b]52;c;'.length, -1), 'base64').toString()).toBe(text);
});

test('leaves the console of Linux alone', () => {
  expect(clipboardSequence(TEXT, { TERM: 'linux' })).toBe('');
});
