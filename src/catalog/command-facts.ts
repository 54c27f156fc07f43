/** What a value on the command line is, so that a shell can complete it. */
export type ValueKind =
  | {
      readonly kind: 'words';
      readonly words: readonly string[];
      /** Several of them with commas between. */
      readonly list: boolean;
      /** The name of a file will do as well. */
      readonly files: boolean;
    }
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

/**
 * Words that a value may be: by the name of the value in the help, e.g. `checks`, or by command and option where one name
 * means different words, e.g. `routes --format`.
 */
export type KnownWords = Readonly<Record<string, readonly string[]>>;

/** Names of values that are several words with commas between them. */
const LISTS = ['checks', 'levels', 'ids', 'collectors'];
const FILES = ['file', 'path', 'before', 'after', 'run'];
const FOLDERS = ['dir'];
/** Names such as `id|file`. */
const OR_FILE = /\|file$/;

/**
 * What a value is.
 * @param name of the value in the help, e.g. `dir`, `id|file`
 * @param place command and option, e.g. `routes --format`
 */
export function valueKind(name: string, known: KnownWords, place = ''): ValueKind {
  const words = known[place] ?? known[name];
  const files = OR_FILE.test(name);
  if (words !== undefined) return { kind: 'words', words, list: LISTS.includes(name), files };
  if (files || FILES.includes(name)) return { kind: 'file' };
  return FOLDERS.includes(name) ? { kind: 'folder' } : { kind: 'free' };
}

/** What the value of an option is; undefined for a switch. */
export function optionValue(
  command: CommandFact,
  { long, value }: OptionFact,
  known: KnownWords,
): ValueKind | undefined {
  return value === undefined ? undefined : valueKind(value, known, `${command.name} ${long}`);
}

/** The commands that stand right behind the program's name. */
export function topCommands(facts: readonly CommandFact[]): readonly CommandFact[] {
  return facts.filter(({ name }) => name !== '' && !name.includes(' '));
}

/** The commands of a command, by their last word. */
export function commandsOf(command: CommandFact, facts: readonly CommandFact[]): readonly string[] {
  if (command.name === '') return topCommands(facts).map(({ name }) => name);
  return facts.flatMap(({ name }) =>
    name.startsWith(`${command.name} `) ? [name.slice(command.name.length + 1)] : [],
  );
}

/** What may stand behind a command, place by place; at the first place its own commands too. */
export function placesOf(
  command: CommandFact,
  facts: readonly CommandFact[],
  known: KnownWords,
): readonly ValueKind[] {
  const places = command.arguments.map(({ name }) => valueKind(name, known, `${command.name} ${name}`));
  const below = commandsOf(command, facts);
  if (below.length === 0) return places;
  const [first, ...rest] = places;
  const more = first?.kind === 'words' ? first.words : [];
  return [{ kind: 'words', words: [...below, ...more], list: false, files: first?.kind === 'file' }, ...rest];
}

/** Every option of every command that takes a value, with its dashes. */
export function optionsWithValue(facts: readonly CommandFact[]): readonly string[] {
  const names = facts.flatMap(({ options }) =>
    options.flatMap((option) => (option.value === undefined ? [] : optionNames(option))),
  );
  return [...new Set(names)];
}

/** The ways to write an option. */
export function optionNames({ long, short }: OptionFact): readonly string[] {
  return short === undefined ? [long] : [short, long];
}
