import type { Question } from '../steps/question.ts';

/** What a person wants who typed a line at a question. `row` is a number of the list or an id. */
export type Typed =
  | { readonly do: 'answer'; readonly value: string; readonly row?: string }
  | { readonly do: 'list'; readonly words: string }
  | { readonly do: 'details' | 'calls' | 'log' | 'copy'; readonly row: string }
  | { readonly do: 'leave-out' | 'take-in'; readonly rows: readonly string[] }
  | { readonly do: 'more' }
  | { readonly do: 'report' }
  | { readonly do: 'help' }
  | { readonly do: 'unknown'; readonly text: string };

/** Words that ask for something, and their short forms. */
const WORDS: Readonly<Record<string, Typed['do'] | 'quit'>> = {
  list: 'list',
  l: 'list',
  details: 'details',
  d: 'details',
  open: 'details',
  calls: 'calls',
  log: 'log',
  copy: 'copy',
  command: 'copy',
  out: 'leave-out',
  in: 'take-in',
  more: 'more',
  report: 'report',
  help: 'help',
  '?': 'help',
  quit: 'quit',
  q: 'quit',
};

/** The choices of a question, each once: a way out that has two keys in the wizard is one line here. */
export function distinctChoices({ choices }: Question): Question['choices'] {
  return choices.filter(({ value }, index) => choices.findIndex((each) => each.value === value) === index);
}

/**
 * Reads a line that was typed at a question: the number or the label of a choice, nothing for the default, or a word
 * such as `details 3`.
 */
export function typedLine(line: string, question: Question): Typed {
  const text = line.trim();
  if (text === '') return { do: 'answer', value: question.default };
  const choices = distinctChoices(question);
  const labelled = choices.find(({ label }) => label.toLowerCase() === text.toLowerCase());
  if (labelled !== undefined) return { do: 'answer', value: labelled.value };
  const [first = '', ...rest] = text.split(/[\s,]+/);
  const numbered = /^\d+$/.test(first) ? choices[Number(first) - 1] : undefined;
  const row = rest[0];
  if (numbered !== undefined) {
    return { do: 'answer', value: numbered.value, ...(row === undefined ? {} : { row }) };
  }
  const unknown: Typed = { do: 'unknown', text };
  const word = WORDS[first.toLowerCase()];
  switch (word) {
    case 'quit':
      return choices.some(({ value }) => value === 'quit') ? { do: 'answer', value: 'quit' } : unknown;
    case 'list':
      return { do: 'list', words: rest.join(' ') };
    case 'details':
    case 'calls':
    case 'log':
    case 'copy':
      return row === undefined ? unknown : { do: word, row };
    case 'leave-out':
    case 'take-in':
      return rest.length === 0 ? unknown : { do: word, rows: rest };
    case 'more':
    case 'report':
    case 'help':
      return { do: word };
    default:
      return unknown;
  }
}
