import type { RunState, StepState } from '../steps/run-state.ts';
import { type Content, NO_CONTENT, type Paper } from './content.ts';
import type { Mark } from './entry.ts';
import { MARK_TONES } from './mark-tones.ts';
import type { Model } from './model.ts';
import { commandText, failedResults, nextCommand } from './next-command.ts';
import { noticeOf, reasonLines } from './notice.ts';
import { isBundleOld, OLD_BUNDLE } from './old-bundle.ts';
import { countText, durationText } from './quantities.ts';
import { BLANK, type TextLine, type Tone, textLines } from './text-line.ts';
import { verdictText } from './verdict-text.ts';

const STEP_MARKS: Record<NonNullable<StepState['status']>, Mark> = {
  ok: 'pass',
  failed: 'fail',
  skipped: 'skip',
  cancelled: 'skip',
};

/** S6: the verdict, what failed, where everything is, and what to do next. */
export function doneContent(model: Model, paper: Paper): Content {
  const { run } = model;
  const { width, glyphs } = paper;
  const ended = run.finished ?? run.concluded;
  if (ended === undefined) return NO_CONTENT;
  const write = (label: string, text: string, tone?: Tone): readonly TextLine[] =>
    textLines(label, text, width, glyphs, tone);
  const verdict = verdictText(ended);
  const failures = failedResults(run).flatMap(({ id, reason }) =>
    write('', `${glyphs.fail} ${id}: ${reason?.id ?? ''} ${reason?.sentence ?? ''}`, 'bad'),
  );
  const { reason, supportCode } = ended;
  const next = write('next', nextCommand(run), 'strong');
  const why =
    failures.length > 0 || reason === undefined
      ? [...failures, ...(failures.length > 0 ? [BLANK] : []), ...next]
      : reasonLines(reason, { width, glyphs });
  return {
    ...NO_CONTENT,
    text: [
      ...write('', `${glyphs[verdict.mark]} ${verdict.sentence}`, verdict.tone),
      ...(supportCode === undefined ? [] : write('support code', supportCode, 'quiet')),
      BLANK,
      ...run.steps.flatMap((step) => {
        const mark = stepMark(step);
        return write(step.title, `${glyphs[mark]} ${stepText(step, run)}`, MARK_TONES[mark]);
      }),
      BLANK,
      ...why,
      BLANK,
      ...comparisonText(run, write),
      ...Object.entries(run.urls).flatMap(([name, url]) => write(name, url)),
      ...run.artifacts
        .filter(({ kind }) => kind === 'report' || kind === 'evidence' || kind === 'bundle')
        .flatMap(({ kind, path, proofCode }) => [
          ...write(kind, path),
          ...(proofCode === undefined ? [] : write('code', proofCode)),
        ]),
      ...(isBundleOld(run) ? write('', OLD_BUNDLE, 'caution') : []),
      ...(Object.keys(run.urls).length === 0 ? [] : write('stop', commandText('stop', run), 'quiet')),
    ],
    notice: noticeOf(model, paper),
    question: run.question === undefined ? [] : write('', run.question.text, 'strong'),
  };
}

/** What changed since the last proven run, when there was one. */
function comparisonText(
  { compared }: RunState,
  write: (label: string, text: string, tone?: Tone) => readonly TextLine[],
): readonly TextLine[] {
  if (compared === undefined) return [];
  const head = compared.sameOutcome
    ? 'every check ended as in the last proven run'
    : 'changed since the last proven run';
  const changes = compared.sameOutcome ? [] : compared.lines.filter((line) => line.startsWith('  '));
  return [
    ...write('since', `${head}, ${compared.before}`),
    ...changes.flatMap((line) => write('', line.trim())),
    BLANK,
  ];
}

function stepMark({ status }: StepState): Mark {
  return status === undefined ? 'wait' : STEP_MARKS[status];
}

/** A step in a few words, e.g. `pass, 16 checks, 3.2 s`. */
function stepText(step: StepState, run: RunState): string {
  const size: Record<StepState['id'], string> = {
    preflight: countText(step.checks.length, 'check'),
    start: countText(run.services.length, 'service'),
    proof: countText(step.checks.length, 'check'),
    bundle: countText(
      run.collectors.reduce((sum, collector) => sum + collector.files.length, 0),
      'file',
    ),
  };
  const words = { ok: 'pass', failed: 'fail', skipped: 'skip', cancelled: 'cancelled' } as const;
  if (step.status === undefined) return 'not run';
  const took = step.duration === undefined ? '' : `, ${durationText(step.duration)}`;
  const passes = step.passes > 1 ? ` in ${step.passes} passes` : '';
  return `${words[step.status]}, ${size[step.id]}${took}${passes}`;
}
