import type { Glyphs } from './glyphs.ts';
import type { Model } from './model.ts';
import { openCall } from './open-call.ts';
import { durationText } from './quantities.ts';
import { BLANK, CONTINUED, type TextLine, type Tone, textLines } from './text-line.ts';

/**
 * One call of a check: why it was made, what was sent, what came back.
 * @param width columns
 */
export function callDetails(model: Model, width: number, glyphs: Glyphs): readonly TextLine[] {
  const call = openCall(model);
  if (call === undefined) return textLines('', 'This call is no longer there.', width, glyphs, 'quiet');
  const { exchange, index, of } = call;
  const { purpose, method, url, command, status, headers, answer, latencyMs } = exchange;
  const write = (label: string, text: string, tone?: Tone): readonly TextLine[] =>
    textLines(label, text, width, glyphs, tone);
  const count = of === 1 ? 'the only call' : `${index + 1} of ${of}`;
  return [
    ...write('call', `${count} ${glyphs.dot} ${purpose}`),
    ...write('url', `${method} ${url}`),
    BLANK,
    ...write('', 'Sent', 'strong'),
    ...shellLines('command', command, write),
    BLANK,
    ...write('', 'Came back', 'strong'),
    ...write(
      'status',
      status === undefined ? 'no answer' : String(status),
      status === undefined ? 'bad' : 'plain',
    ),
    ...write('after', durationText(latencyMs)),
    ...Object.entries(headers ?? {}).flatMap(([name, value]) => write(name, value, 'quiet')),
    ...answerLines(answer, status, write),
  ];
}

/** A command as it is: each of its lines for itself, so that it stays one that a shell understands. */
export function shellLines(
  label: string,
  command: string,
  write: (label: string, text: string) => readonly TextLine[],
): readonly TextLine[] {
  return command.split('\n').flatMap((line, index) => write(index === 0 ? label : CONTINUED, line));
}

function answerLines(
  answer: string | undefined,
  status: number | undefined,
  write: (label: string, text: string, tone?: Tone) => readonly TextLine[],
): readonly TextLine[] {
  if (answer === undefined) {
    const nothing = status === 204 ? 'empty' : 'nothing of it was kept';
    return status === undefined ? [] : write('answer', nothing, 'quiet');
  }
  return answer
    .trimEnd()
    .split('\n')
    .flatMap((line, index) => write(index === 0 ? 'answer' : CONTINUED, line));
}
