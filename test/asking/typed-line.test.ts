import { describe, expect, it } from 'vitest';
import { distinctChoices, type Typed, typedLine } from '../../src/asking/typed-line.ts';
import { gateAfter } from '../../src/steps/gates.ts';
import type { Question } from '../../src/steps/question.ts';
import { sealQuestion } from '../../src/steps/seal-question.ts';

const GATE: Question = gateAfter('proof', { status: 'ok' }, { next: 'bundle', bundleAhead: true });
const ORDER = distinctChoices(GATE).map(({ value }) => value);

describe('a line typed at a question', () => {
  it.each<[string, Typed]>([
    ['', { do: 'answer', value: 'continue' }],
    ['  ', { do: 'answer', value: 'continue' }],
    ['1', { do: 'answer', value: 'continue' }],
    ['write the BUNDLE', { do: 'answer', value: 'continue' }],
    [`${ORDER.indexOf('retry-one') + 1} models`, { do: 'answer', value: 'retry-one', row: 'models' }],
    ['q', { do: 'answer', value: 'quit' }],
    ['quit', { do: 'answer', value: 'quit' }],
    ['list', { do: 'list', words: '' }],
    ['l not proven', { do: 'list', words: 'not proven' }],
    ['d 3', { do: 'details', row: '3' }],
    ['DETAILS notes-persistence', { do: 'details', row: 'notes-persistence' }],
    ['out 1, 3 5', { do: 'leave-out', rows: ['1', '3', '5'] }],
    ['in 2', { do: 'take-in', rows: ['2'] }],
    ['?', { do: 'help' }],
    ['99', { do: 'unknown', text: '99' }],
    ['0', { do: 'unknown', text: '0' }],
    ['details', { do: 'unknown', text: 'details' }],
    ['constructor', { do: 'unknown', text: 'constructor' }],
    ['rm -rf /', { do: 'unknown', text: 'rm -rf /' }],
  ])('%j', (line, expected) => {
    expect(typedLine(line, GATE)).toEqual(expected);
  });

  it('does not quit where that is no choice', () => {
    expect(typedLine('quit', sealQuestion())).toEqual({ do: 'unknown', text: 'quit' });
  });

  it('meets each choice once, also one that has two keys in the wizard', () => {
    const twice: Question = { ...GATE, choices: [...GATE.choices, { value: 'quit', label: 'Leave' }] };
    expect(distinctChoices(twice).map(({ value }) => value)).toEqual(ORDER);
  });
});
