import type { LineOutput } from '../headless/output.ts';
import { isSealing } from '../screens/file-entries.ts';
import { matching } from '../screens/filter.ts';
import type { Glyphs } from '../screens/glyphs.ts';
import { screenOf } from '../screens/model.ts';
import type { Question } from '../steps/question.ts';
import type { RunPort } from '../steps/run-port.ts';
import type { LineInput } from './line-input.ts';
import {
  callLines,
  commandLines,
  detailLines,
  fileLines,
  logLines,
  modelNow,
  rowMeant,
  rowsNow,
} from './look-closer.ts';
import { HELP, rowLines, runQuestionLines, sealLines } from './question-lines.ts';
import { type Typed, typedLine } from './typed-line.ts';

/** What a talk needs. */
export interface Talk {
  readonly port: RunPort;
  readonly out: LineOutput;
  readonly input: LineInput;
  readonly glyphs: Glyphs;
  /** Columns of a line that is not one word. */
  readonly width: number;
  /** Resolves when the run has ended, also in the middle of a question. */
  readonly done: Promise<unknown>;
}

/** Stands for the end of the run where a line was waited for. */
const ENDED: unique symbol = Symbol('ended');
/** Longer lists are shown when they are asked for. */
const MOST_FILES = 60;

/** Asks one question of the run until it is answered, or nobody is there to answer, or the run has ended. */
export async function answerQuestion(question: Question, talk: Talk): Promise<void> {
  const { port, out, input, glyphs, width, done } = talk;
  const paper = { width, glyphs };
  const say = (lines: readonly string[]): void => {
    for (const line of lines) out.line(line);
  };
  let furtherPart: { readonly path: string; readonly offset: number } | undefined;

  /** @returns true when the question is answered */
  async function act(typed: Typed): Promise<boolean> {
    switch (typed.do) {
      case 'answer':
        return await answer(typed.value, typed.row);
      case 'list':
        say(listed(port, typed.words, glyphs));
        return false;
      case 'details':
        await about(typed.row, (id) =>
          isSealing(port.state()) ? opened(id, 0) : detailLines(port, id, paper),
        );
        return false;
      case 'calls':
        await about(typed.row, (id) => callLines(port, id, paper));
        return false;
      case 'log':
        await about(typed.row, (id) => logLines(port, id, glyphs));
        return false;
      case 'copy':
        await about(typed.row, (id) => commandLines(port, id));
        return false;
      case 'leave-out':
      case 'take-in':
        say(selected(port, typed.rows, typed.do === 'take-in', glyphs));
        return false;
      case 'more':
        say(furtherPart === undefined ? ['No file is open.'] : opened(furtherPart.path, furtherPart.offset));
        return false;
      case 'report':
        say(await reported(port));
        return false;
      case 'help':
        say(HELP);
        return false;
      case 'unknown':
        say([notUnderstood(typed.text)]);
        return false;
    }
  }

  function opened(path: string, offset: number): readonly string[] {
    const { lines, next } = fileLines(port, path, offset, paper);
    furtherPart = next === undefined ? undefined : { path, offset: next };
    return lines;
  }

  async function about(
    row: string,
    look: (id: string) => readonly string[] | Promise<readonly string[]>,
  ): Promise<void> {
    const entry = rowMeant(port, row);
    say(entry === undefined ? [`There is no row ${row}. Type list to see them.`] : await look(entry.id));
  }

  async function answer(value: string, row: string | undefined): Promise<boolean> {
    const choice = question.choices.find((each) => each.value === value);
    if (choice?.about === undefined) {
      port.answer(question.id, value);
      return true;
    }
    if (row === undefined) say([...listed(port, '', glyphs), 'Which one? Type its number.']);
    const wanted = row ?? (await Promise.race([input.next(), done.then(() => undefined)]));
    const entry = wanted === undefined ? undefined : rowMeant(port, wanted.trim());
    if (entry === undefined) {
      say([`There is no row ${wanted ?? ''}.`]);
      return false;
    }
    port.answer(question.id, value, entry.id);
    return true;
  }

  if (isSealing(port.state())) say([...listed(port, '', glyphs, MOST_FILES), ...sealLines(port.state())]);
  say(runQuestionLines(screenOf({ ...modelNow(port), run: port.state() }), question, rowsNow(port).length));
  const ended = done.then((): typeof ENDED => ENDED);
  for (;;) {
    const line = await Promise.race([input.next(), ended]);
    if (line === ENDED) return;
    if (line === undefined) return leave(question, port);
    if (await act(typedLine(line, question))) return;
  }
}

function notUnderstood(text: string): string {
  if (/^q(uit)?$/i.test(text)) return 'Quit is no choice here: answer, or press Ctrl+C to stop the run.';
  return `Not understood: ${text}. Type a number, or help.`;
}

/** Nobody is there any more: the question is answered by leaving, or the run is stopped. */
function leave(question: Question, port: RunPort): void {
  if (question.choices.some(({ value }) => value === 'quit')) port.answer(question.id, 'quit');
  else port.cancel();
}

function listed(
  port: RunPort,
  words: string,
  glyphs: Glyphs,
  most = Number.POSITIVE_INFINITY,
): readonly string[] {
  const rows = rowsNow(port);
  if (rows.length === 0) return ['There are no rows here.'];
  const found = new Set(matching(rows, words));
  const numbered = rows
    .map((entry, index) => [index + 1, entry] as const)
    .filter(([, entry]) => found.has(entry));
  if (numbered.length === 0) return ['No row has these words.'];
  const more = numbered.length > most ? [`     and ${numbered.length - most} more: type list`] : [];
  return [...rowLines(numbered.slice(0, most), glyphs), ...more];
}

/** Puts files out or in, and tells what would be sealed then. */
function selected(
  port: RunPort,
  rows: readonly string[],
  included: boolean,
  glyphs: Glyphs,
): readonly string[] {
  if (!isSealing(port.state())) return ['There are files to leave out only before the bundle is sealed.'];
  const lines = rows.flatMap((row) => {
    const entry = rowMeant(port, row);
    if (entry === undefined) return [`There is no row ${row}.`];
    port.selectFile(entry.id, included);
    const now = rowsNow(port);
    const index = now.findIndex(({ id }) => id === entry.id);
    return rowLines([[index + 1, now[index] ?? entry]], glyphs);
  });
  return [...lines, ...sealLines(port.state()).slice(0, 1)];
}

async function reported(port: RunPort): Promise<readonly string[]> {
  const { path, opened, why } = await port.openReport();
  if (opened) return ['The browser was asked to show the report:', path];
  return [`The report was not opened. ${why ?? ''}`.trim(), ...(path === '' ? [] : [path])];
}
