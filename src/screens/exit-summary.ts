import type { RunState } from '../steps/run-state.ts';
import { safeText } from '../steps/safe-text.ts';
import type { Glyphs } from './glyphs.ts';
import { failedResults, nextCommand } from './next-command.ts';
import { durationText } from './quantities.ts';
import { verdictText } from './verdict-text.ts';

/**
 * What stays on the terminal after the wizard: verdict, reasons, where the evidence is, where the stack is, the next
 * command. A path or an address has its line to itself, whole, so that it can be picked up.
 * @returns lines without line ends
 */
export function exitSummary(run: RunState, glyphs: Glyphs): readonly string[] {
  if (run.finished === undefined) {
    return run.run === undefined
      ? ['Nothing was started.']
      : ['The run was left before it ended.', 'next:   bus-setup'];
  }
  const { mark, sentence } = verdictText(run.finished);
  const { pass, skip, fail } = run.finished.counts;
  const path = (kind: string): readonly string[] =>
    run.artifacts.filter((artifact) => artifact.kind === kind).map((artifact) => `${kind}: ${artifact.path}`);
  const lines = [
    `${glyphs[mark]} ${sentence}`,
    `${pass} pass, ${skip} skip, ${fail} fail in ${durationText(run.finished.duration)}`,
    ...failedResults(run).map(
      ({ id, reason }) => `${glyphs.fail} ${id}: ${reason?.id ?? ''} ${reason?.sentence ?? ''}`,
    ),
    ...reasonLines(run),
    ...path('report'),
    ...path('bundle'),
    ...Object.entries(run.urls).flatMap(([name, url]) => [`${name}:`, url]),
    `next: ${nextCommand(run)}`,
  ];
  return lines.map((line) => safeText(line).replace(/\s*\n\s*/g, ' '));
}

function reasonLines({ finished }: RunState): readonly string[] {
  const reason = finished?.reason;
  if (reason === undefined) return [];
  return [`${reason.id}: ${reason.sentence}`];
}
