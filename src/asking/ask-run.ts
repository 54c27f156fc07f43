import type { LineOutput, Paint } from '../headless/output.ts';
import { attachPlainFace } from '../headless/plain-face.ts';
import type { Verbosity } from '../headless/plain-lines.ts';
import type { Host } from '../host/host.ts';
import { glyphsFor } from '../screens/glyphs.ts';
import { isWorking } from '../screens/model.ts';
import { commandText, nextCommand } from '../screens/next-command.ts';
import type { Question } from '../steps/question.ts';
import type { RunPort } from '../steps/run-port.ts';
import { VERSION } from '../version.ts';
import { answerQuestion, type Talk } from './answer-question.ts';
import { askHowToBegin, type Start } from './ask-start.ts';
import { lineInput } from './line-input.ts';
import { modelNow } from './look-closer.ts';

/** Of a terminal that does not tell. */
const USUAL_COLUMNS = 80;
/** Columns of a line: fewer break every command, more are hard to read. */
const LEAST_WIDTH = 30;
const MOST_WIDTH = 100;

/** What the asking face needs. Whether a person sits at a terminal was decided before. */
export interface AskingOptions {
  readonly port: RunPort;
  /** Resolves when the run has ended and everything is written. */
  readonly done: Promise<{ readonly exitCode: number }>;
  readonly host: Host;
  readonly stdin: NodeJS.ReadableStream;
  /** Of the terminal, when it tells. */
  readonly columns?: number | undefined;
  /** Called with each line that was typed. */
  readonly typed: (line: string) => void;
  readonly out: LineOutput;
  readonly paint: Paint;
  readonly verbosity: Verbosity;
  /** Why it is not the wizard, one sentence. */
  readonly why: string;
  /** True when every question has its default as its answer (`--yes`). */
  readonly assumeYes: boolean;
  /** How the run begins, when that needs no question. */
  readonly start?: Start;
}

/**
 * The wizard for those who cannot use its screens: plain lines, one question at a time, answered by a line. It asks what
 * the wizard asks and offers what the wizard offers; nothing moves and no line is drawn twice.
 * @returns the exit code of the run
 */
export async function askThroughRun(options: AskingOptions): Promise<{ readonly exitCode: number }> {
  const { port, done, host, stdin, out, paint, verbosity } = options;
  const glyphs = glyphsFor(host.env, host.platform);
  const questions = questionsOf(port);
  const detach = attachPlainFace(port, out, paint, verbosity);
  const input = lineInput(stdin, options.typed, (line) => whileItRuns(line, port, out));
  const talk: Talk = { port, out, input, glyphs, width: widthOf(options.columns), done };
  try {
    out.line(`bus-setup ${VERSION}. ${options.why}`);
    const given = options.start ?? (options.assumeYes ? usualStart(port) : undefined);
    const start = given ?? (await askHowToBegin(talk));
    if (start === undefined) {
      port.cancel();
      out.line('Nothing was started.');
      return await done;
    }
    port.begin(start.profile, start.how);
    if (options.assumeYes) return await done;
    for (;;) {
      const question = await Promise.race([questions.next(), done.then(() => undefined)]);
      if (question === undefined) break;
      await answerQuestion(question, talk);
    }
    const ending = await done;
    for (const line of lastLines(port)) out.line(line);
    return ending;
  } finally {
    questions.close();
    input.close();
    detach();
  }
}

/** Columns to write in: a line that fills the terminal is broken by some of them once more. */
function widthOf(columns: number | undefined): number {
  return Math.min(Math.max((columns || USUAL_COLUMNS) - 2, LEAST_WIDTH), MOST_WIDTH);
}

/** What to do now: end the stack, which leaving does not, and the next command. */
function lastLines(port: RunPort): readonly string[] {
  const state = port.state();
  const stop = Object.keys(state.urls).length === 0 ? [] : [`stop       ${commandText('stop', state)}`];
  return [...stop, `next       ${nextCommand(state)}`];
}

function usualStart(port: RunPort): Start | undefined {
  const profile = port.rememberedProfile ?? port.profiles[0]?.id;
  return profile === undefined ? undefined : { profile };
}

/** The questions of a run that wait for a person, one after the other. */
function questionsOf(port: RunPort): { next(): Promise<Question>; close(): void } {
  const asked: Question[] = [];
  let waiting: ((question: Question) => void) | undefined;
  const close = port.subscribe((event) => {
    if (event.type !== 'question.asked') return;
    if (waiting === undefined) asked.push(event.question);
    else waiting(event.question);
    waiting = undefined;
  });
  return {
    close,
    next: () =>
      new Promise((resolve) => {
        const first = asked.shift();
        if (first === undefined) waiting = resolve;
        else resolve(first);
      }),
  };
}

/** A line that was typed while nothing is asked: a key pressed too early answers no question that comes later. */
function whileItRuns(line: string, port: RunPort, out: LineOutput): void {
  const word = line.trim().toLowerCase();
  if (word === '' || !isWorking(modelNow(port))) return;
  if (word === 'export') {
    out.line('Stopping what runs, to write the bundle.');
    port.exportBundle();
  } else if (word === 'quit') {
    out.line('Stopping: what runs now ends first.');
    port.cancel();
  } else {
    out.line('Nothing is asked now. Type export to stop and write the bundle, or quit to stop.');
  }
}
