import type { Entry } from '../screens/entry.ts';
import { sealSummary } from '../screens/file-entries.ts';
import type { Glyphs } from '../screens/glyphs.ts';
import { SCREENS, type ScreenId } from '../screens/screen-id.ts';
import { plain } from '../screens/text.ts';
import { LABEL_WIDTH, type TextLine } from '../screens/text-line.ts';
import type { Question } from '../steps/question.ts';
import type { RunState } from '../steps/run-state.ts';
import { distinctChoices } from './typed-line.ts';

/** One thing to choose. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  /** What it means, in lines of its own. */
  readonly says?: readonly string[];
}

/** A question as lines: where it is asked, the question, its choices by number with the default marked. */
export function questionLines(
  screen: ScreenId,
  text: string,
  choices: readonly Choice[],
  usual: string,
): readonly string[] {
  const { number, name } = SCREENS[screen];
  return [
    '',
    `${number} ${name}`,
    text,
    ...choices.flatMap(({ value, label, says }, index) => [
      `  ${index + 1}  ${upperFirst(label)}${value === usual ? ' (default)' : ''}`,
      ...(says ?? []).map((line) => `     ${line}`),
    ]),
  ];
}

/** A question of the run as lines, with what can be typed. */
export function runQuestionLines(screen: ScreenId, question: Question, rows: number): readonly string[] {
  const choices = distinctChoices(question).map(({ value, label, about }, index) => ({
    value,
    label: about === undefined ? label : `${label}: type ${index + 1} N for row N`,
  }));
  const words = rows === 0 ? 'or help' : 'or list, details N, help';
  return [
    ...questionLines(screen, question.text, choices, question.default),
    `Type a number from 1 to ${choices.length}, nothing for the default, ${words}.`,
  ];
}

/** Rows of a list by number: state, name, what it says. */
export function rowLines(
  numbered: readonly (readonly [number: number, entry: Entry])[],
  glyphs: Glyphs,
): readonly string[] {
  return numbered.map(([number, { word, id, text, aside }]) => {
    const tail = aside === '' ? '' : ` (${aside})`;
    const state = word === '' ? '' : `${word} `;
    return `${String(number).padStart(3)}  ${plain(`${state}${id}: ${text}${tail}`, glyphs)}`;
  });
}

/** What would be sealed, after the list of the files. */
export function sealLines(run: RunState): readonly string[] {
  return [
    `Would seal ${sealSummary(run)}.`,
    'Type out N to leave a file out, in N to take it in, open N to read it.',
  ];
}

/** Lines of the wizard as lines of text: a label, if there is one, stands in its column. */
export function textOf(lines: readonly TextLine[]): readonly string[] {
  return lines.map(({ label, text }) => (label === '' ? text : label.padEnd(LABEL_WIDTH) + text).trimEnd());
}

/** What can be typed at a question. */
export const HELP: readonly string[] = [
  'A number answers with that choice, and so does its text; nothing at all takes the default.',
  '  list            every row with its number; list WORDS only those that have the words',
  '  details N       everything about row N; its name does as well as its number',
  '  calls N         what a check sent, and what came back',
  '  log N           the last lines that the service logged',
  '  copy N          the command that does it again, alone on its line',
  '  out N, in N     leave a file out of the bundle, or take it in; several numbers at once',
  '  more            the next part of the file that was opened',
  '  report          open the report in the browser',
  '  quit            end here, where that is one of the choices',
  'While something runs, export stops it and writes the bundle. Ctrl+C stops the run; twice does not wait for it.',
];

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
