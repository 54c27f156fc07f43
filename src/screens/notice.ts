import type { Reason } from '../reasons/reason.ts';
import type { Paper } from './content.ts';
import { stepOf } from './entries.ts';
import { isWorking, type Model, type Said, screenOf } from './model.ts';
import { type TextLine, textLines } from './text-line.ts';

/** Most lines that the detail of a reason takes; `l` and the report have all of it. */
const DETAIL_LINES = 2;

/** What the operator has to know before anything else: the run stops, or the step failed and why. */
export function noticeOf(model: Model, paper: Paper): readonly TextLine[] {
  const { run, view } = model;
  if (view.interrupts > 0 && run.finished === undefined) {
    const text = 'Stopping: what runs now ends first. Ctrl+C again does not wait for it.';
    return textLines('', text, paper.width, paper.glyphs, 'caution');
  }
  if (view.exporting && isWorking(model)) {
    const text = 'Stopping what runs now; then the bundle is written.';
    return textLines('', text, paper.width, paper.glyphs, 'caution');
  }
  if (view.said !== undefined) return saidLines(view.said, paper);
  const screen = screenOf(model);
  if (screen === 'welcome' || screen === 'done') return [];
  const step = stepOf(run, screen);
  if (step?.status !== 'failed' || step.reason === undefined) return [];
  // A check that failed says so in its own row, with its reason and next step.
  if (step.checks.some(({ result }) => result?.status === 'FAIL')) return [];
  return reasonLines(step.reason, paper);
}

/** What the wizard answers to a key; a command keeps its own lines. */
function saidLines({ tone, text, exact }: Said, { width, glyphs }: Paper): readonly TextLine[] {
  return [
    ...textLines('', text, width, glyphs, tone),
    ...(exact ?? '').split('\n').flatMap((line) => (line === '' ? [] : textLines('', line, width, glyphs))),
  ];
}

/** A reason as lines: id and sentence, why, the next command. */
export function reasonLines(reason: Reason, { width, glyphs }: Paper): readonly TextLine[] {
  const why =
    reason.detail === undefined
      ? []
      : textLines('why', reason.detail, width, glyphs, 'quiet').slice(0, DETAIL_LINES);
  return [
    ...textLines('', `${glyphs.fail} ${reason.id}: ${reason.sentence}`, width, glyphs, 'bad'),
    ...why,
    ...textLines('next', reason.next, width, glyphs, 'strong'),
  ];
}
