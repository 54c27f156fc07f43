import type { CommandFact } from '../../src/catalog/command-facts.ts';
import { commandFacts } from '../../src/cli/command-facts.ts';
import { buildProgram } from '../../src/cli/program.ts';
import type { Console } from '../../src/cli/streams.ts';
import { systemHost } from '../../src/host/host.ts';

/** A console that keeps its lines. */
export function silentConsole(): { readonly console: Console; readonly lines: string[] } {
  const lines: string[] = [];
  const output = { line: (line: string) => void lines.push(line), flush: async () => undefined };
  const paint = (_tone: unknown, text: string): string => text;
  return { console: { out: output, err: output, paint, paintError: paint }, lines };
}

/** The commands of the program as it is. */
export function programFacts(): readonly CommandFact[] {
  return commandFacts(buildProgram(systemHost(), silentConsole().console, () => undefined));
}
