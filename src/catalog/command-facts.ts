/** What a value on the command line is, so that a shell can complete it. */
export type ValueKind =
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly list: boolean }
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'free' };

/** One option of a command. */
export interface OptionFact {
  /** With its dashes, e.g. `--output`. */
  readonly long: string;
  /** With its dash, e.g. `-o`. */
  readonly short?: string;
  /** Name of the value, e.g. `dir`; absent for a switch. */
  readonly value?: string;
  readonly says: string;
}

/** One argument of a command. */
export interface ArgumentFact {
  readonly name: string;
  readonly required: boolean;
  readonly says: string;
}

/** One example: a line that works, and what it does. */
export interface ExampleFact {
  readonly line: string;
  readonly says: string;
}

/** One command of the program as plain data. */
export interface CommandFact {
  /** Words behind the program's name, e.g. `bundle scan`; empty for the program itself. */
  readonly name: string;
  readonly says: string;
  readonly arguments: readonly ArgumentFact[];
  readonly options: readonly OptionFact[];
  readonly examples: readonly ExampleFact[];
}

/** Words that a value may be, by the name of the value in the help, e.g. `checks`. */
export type KnownWords = Readonly<Record<string, readonly string[]>>;

/** Names of values that are several words with commas between them. */
const LISTS = ['checks', 'levels', 'ids'];
const FILES = ['file', 'path', 'before', 'after', 'run'];
const FOLDERS = ['dir'];

/**
 * What a value is.
 * @param name of the value in the help, e.g. `dir`, `id|file`
 */
export function valueKind(name: string, known: KnownWords): ValueKind {
  const words = known[name];
  if (words !== undefined) return { kind: 'words', words, list: LISTS.includes(name) };
  if (FILES.includes(name)) return { kind: 'file' };
  return FOLDERS.includes(name) ? { kind: 'folder' } : { kind: 'free' };
}

/** The commands that stand right behind the program's name. */
export function topCommands(facts: readonly CommandFact[]): readonly CommandFact[] {
  return facts.filter(({ name }) => name !== '' && !name.includes(' '));
}

/** What may stand as the first word behind a command: its own commands, and what its first argument may be. */
export function firstWords(
  command: CommandFact,
  facts: readonly CommandFact[],
  known: KnownWords,
): ValueKind {
  const below = facts.flatMap(({ name }) =>
    name.startsWith(`${command.name} `) ? [name.slice(command.name.length + 1)] : [],
  );
  const [first] = command.arguments;
  const value = first === undefined ? ({ kind: 'free' } as const) : valueKind(first.name, known);
  if (below.length === 0) return value;
  return { kind: 'words', words: [...below, ...(value.kind === 'words' ? value.words : [])], list: false };
}
