import type { RunState } from '../steps/run-state.ts';
import { safeText } from '../steps/safe-text.ts';
import type { Glyphs } from './glyphs.ts';
import { commandText, failedResults, nextCommand } from './next-command.ts';
import { isBundleOld, OLD_BUNDLE } from './old-bundle.ts';
import { durationText } from './quantities.ts';
import { verdictText } from './verdict-text.ts';

/** Columns of a label and the gap behind it. */
const LABEL = 10;

/**
 * What stays on the terminal after the wizard: verdict, what failed, where the evidence is, where the stack is, the
 * next command. An address has its line to itself, so that a terminal offers it as a link and nothing sticks to it.
 * @returns lines without line ends
 */
export function exitSummary(run: RunState, glyphs: Glyphs): readonly string[] {
  const lines = run.finished === undefined ? unfinished(run) : finished(run, run.finished, glyphs);
  return lines.map((line) => safeText(line).replace(/\s*\n\s*/g, ' '));
}

function unfinished(run: RunState): readonly string[] {
  if (run.run === undefined) return ['Nothing was started.'];
  return ['The run was left before it ended.', ...stackLines(run), labelled('next', nextCommand(run))];
}

function finished(
  run: RunState,
  { counts, duration, reason, supportCode, ...rest }: NonNullable<RunState['finished']>,
  glyphs: Glyphs,
): readonly string[] {
  const { mark, sentence } = verdictText({ counts, ...rest });
  const failures = failedResults(run).map(
    (result) => `  ${glyphs.fail} ${result.id}  ${result.reason?.id ?? ''}  ${result.reason?.sentence ?? ''}`,
  );
  const why = failures.length > 0 || reason === undefined ? failures : [`  ${reason.id}  ${reason.sentence}`];
  return [
    `${glyphs[mark]} ${sentence}`,
    `  ${counts.pass} pass, ${counts.skip} skip, ${counts.fail} fail in ${durationText(duration)}`,
    ...why,
    ...run.artifacts
      .filter(({ kind }) => kind === 'report' || kind === 'evidence' || kind === 'bundle')
      .map(({ kind, path }) => labelled(kind, path)),
    ...(isBundleOld(run) ? [`  ${OLD_BUNDLE}`] : []),
    ...stackLines(run),
    ...(supportCode === undefined ? [] : [labelled('support', supportCode)]),
    labelled('next', nextCommand(run)),
  ];
}

/** Where the stack answers, and how to end it: leaving the wizard does not. */
function stackLines(run: RunState): readonly string[] {
  const addresses = Object.entries(run.urls);
  if (addresses.length === 0) return [];
  return [
    ...addresses.flatMap(([name, url]) => [`  ${name}`, url]),
    labelled('stop', commandText('stop', run)),
  ];
}

function labelled(label: string, text: string): string {
  return `  ${label.padEnd(LABEL)}${text}`;
}
