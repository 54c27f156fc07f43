import type { Command } from 'commander';
import type { CommandFact } from '../catalog/command-facts.ts';
import { EXAMPLES } from './examples.ts';

/**
 * The commands of the program as plain data: for completion scripts, the man page and the documentation.
 * @param program as `buildProgram` makes it
 * @returns the program itself first, then its commands in the order of the help
 */
export function commandFacts(program: Command): readonly CommandFact[] {
  return factsOf(program, '');
}

function factsOf(command: Command, name: string): readonly CommandFact[] {
  const help = command.createHelp();
  const own: CommandFact = {
    name,
    says: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      required: argument.required,
      says: argument.description,
    })),
    options: help.visibleOptions(command).map((option) => {
      const value = /[<[](.+?)[>\]]/.exec(option.flags)?.[1];
      return {
        long: option.long ?? option.short ?? '',
        ...(option.short === undefined ? {} : { short: option.short }),
        ...(value === undefined ? {} : { value }),
        says: option.description,
      };
    }),
    examples: EXAMPLES[name] ?? [],
  };
  const below = command.commands.map((each) => factsOf(each, `${name} ${each.name()}`.trim()));
  return [own, ...below.flat()];
}
