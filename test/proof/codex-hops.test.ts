import { expect, it } from 'vitest';
import { codexHops } from '../../src/proof/codex-hops.ts';
import { hopText } from '../../src/proof/hops.ts';

const ALL = { sent: 1_000, taken: 1_010, asked: 1_030, answered: 1_700, received: 1_745, oneClock: true };
const words = (moments: Parameters<typeof codexHops>[0]) => codexHops(moments).map(hopText);

it('measures each stretch between two moments that were written down', () => {
  expect(words(ALL)).toEqual([
    'gateway to bus-llm: 10 ms',
    'bus-llm (billing, usage) to bus-events: 20 ms',
    'bus-events to bus-codex, Codex, and back: 670 ms',
    'of it, bus-codex alone: not measured, no event tells when the worker took the request',
    'bus-events to bus-llm (usage), gateway, here: 45 ms',
  ]);
});

it('says where it cannot, and why', () => {
  const elsewhere = words({ ...ALL, oneClock: false });
  expect(elsewhere[0]).toBe(
    'gateway to bus-llm: not measured, the clocks of this machine and of the stack are two',
  );
  expect(elsewhere[2]).toMatch(/: 670 ms$/);
  expect(
    words({ ...ALL, answered: undefined }).filter((line) => line.includes('no event with a time')),
  ).toHaveLength(2);
  expect(words({ ...ALL, taken: 900 })[0]).toMatch(/the clocks disagree$/);
});
