import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import type { Console } from '../../src/cli/streams.ts';
import { SERVICES } from '../../src/contract/services.ts';
import { systemHost } from '../../src/host/host.ts';
import { REASONS } from '../../src/reasons/catalog.ts';

/** The command line is only looked at, so nothing is printed. */
const program = buildProgram(systemHost(), {} as Console, () => undefined);

/** Every `bus-setup …` in the text, as words. */
function commandsIn(text: string): string[][] {
  return [...text.matchAll(/bus-setup(?: (?:--?)?[A-Za-z][\w-]*)*/g)].map(([command]) =>
    command.split(' ').slice(1),
  );
}

function commandOf(words: readonly string[]): Command {
  const [name] = words;
  const found = program.commands.find((command) => command.name() === name);
  return found ?? program;
}

function flagsOf(command: Command): readonly string[] {
  return ['--help', ...command.options.flatMap(({ long, short }) => [long ?? '', short ?? ''])];
}

describe.each(Object.entries(REASONS))('the next step of %s', (_id, { next }) => {
  it.each(commandsIn(next))('is a command that there is: bus-setup %s', (...words) => {
    const command = commandOf(words);
    const [first, second] = words;
    if (first !== undefined && !first.startsWith('-')) expect(command.name()).toBe(first);
    for (const flag of words.filter((word) => word.startsWith('-'))) expect(flagsOf(command)).toContain(flag);
    if (first === 'logs' || first === 'restart')
      expect([...Object.keys(SERVICES), 'SERVICE']).toContain(second);
  });

  it('is said in one line', () => {
    expect(next).toMatch(/^\S[^\n]{1,150}$/);
  });
});

describe('the catalog', () => {
  it('names commands, not places to look at, where there is a command', () => {
    const vague = Object.entries(REASONS).filter(([, { next }]) => /look at the log of bus-/.test(next));
    expect(vague).toEqual([]);
  });
});
