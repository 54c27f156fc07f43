import { describe, expect, it } from 'vitest';
import { linesSince, lineTime, parseSince } from '../../src/bundle/since.ts';

const NOW = new Date('2026-01-31T12:00:00Z');

describe('parseSince', () => {
  it.each([
    ['90s', '2026-01-31T11:58:30.000Z'],
    ['30m', '2026-01-31T11:30:00.000Z'],
    ['2h', '2026-01-31T10:00:00.000Z'],
    ['7d', '2026-01-24T12:00:00.000Z'],
    ['1h30m', '2026-01-31T10:30:00.000Z'],
    ['2026-01-30T01:02:03', '2026-01-30T01:02:03.000Z'],
    ['2026-01-30 01:02', '2026-01-30T01:02:00.000Z'],
    ['2026-01-30', '2026-01-30T00:00:00.000Z'],
    ['2026-01-30T01:02:03+02:00', '2026-01-29T23:02:03.000Z'],
  ])('reads %s', (text, time) => {
    expect(parseSince(text, NOW).toISOString()).toBe(time);
  });

  it.each(['', '2', 'h', '-2h', '2 h', 'yesterday', '2026-13-01', '1e3s', '1h30', '0h', '2026-02-01'])(
    'refuses %j',
    (text) => {
      expect(() => parseSince(text, NOW)).toThrow(
        expect.objectContaining({ reason: expect.objectContaining({ id: 'RN-USAGE' }) }),
      );
    },
  );
});

describe('lineTime', () => {
  it.each([
    '2026-01-31T11:00:00Z bus-llm line',
    '2026-01-31T11:00:00.000000000Z line',
    '{"level":"info","time":"2026-01-31T12:00:00+01:00"}',
    '2026/01/31 11:00:00 [error] 7#7: *1 connect() failed',
    '10.0.0.1 - - [31/Jan/2026:13:00:00 +0200] "GET / HTTP/1.1" 200',
  ])('reads %s', (line) => {
    expect(lineTime(line)).toBe(Date.parse('2026-01-31T11:00:00Z'));
  });

  it.each(['no time at all', '2026-99-99T11:00:00Z x', '[31/Foo/2026:13:00:00 +0200]'])(
    'sees none in %s',
    (line) => {
      expect(lineTime(line)).toBeUndefined();
    },
  );
});

it('leaves older lines out, with the lines that belong to them', () => {
  const lines = ['header', '2026-01-31T09:00:00Z old', '  at old', '2026-01-31T11:00:00Z new', '  at new'];
  expect(linesSince(lines, new Date('2026-01-31T10:00:00Z'))).toEqual(['header', ...lines.slice(3)]);
  expect(linesSince(lines, undefined)).toBe(lines);
  expect(linesSince(['a', 'b'], NOW)).toEqual(['a', 'b']);
});
