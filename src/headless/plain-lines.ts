import type { CheckResult } from '../proof/verdict.ts';
import type { Reason } from '../reasons/reason.ts';
import type { RunEvent } from '../steps/events.ts';
import type { RunState } from '../steps/run-state.ts';
import type { Paint } from './output.ts';

/** How much the plain face says. */
export type Verbosity = 'quiet' | 'normal' | 'verbose';

/**
 * The lines of the plain face for one event. The grammar is stable (`docs/headless.md`):
 * step, word, subject, text; a line that begins with a blank belongs to the line before.
 * @param state the state after the event
 */
export function plainLines(event: RunEvent, state: RunState, paint: Paint, verbosity: Verbosity): string[] {
  if (verbosity === 'quiet' && !isLoud(event)) return [];
  switch (event.type) {
    case 'run.started':
      return [
        `${paint('strong', `bus-setup ${event.version}`)}  profile ${event.profile}  tier ${event.tier}`,
        paint('faint', `folder ${event.folder}`),
      ];
    case 'step.started':
      return [row(event.step, 'start', '', stepSummary(event), paint)];
    case 'check.progress':
      return verbosity === 'verbose'
        ? [row(event.step, 'run', event.check, `${event.done} of ${event.of}  ${event.note}`, paint)]
        : [];
    case 'check.finished':
      return checkLines(event.step, event.result, paint);
    case 'service.changed':
      return [row('start', event.state, event.service, event.detail ?? '', paint)];
    case 'stack.ready':
      return [
        row(
          'start',
          'ready',
          '',
          event.started ? 'stack started' : 'stack was running, used as it is',
          paint,
        ),
        ...Object.entries(event.urls).map(([name, url]) => row('start', 'url', name, url, paint)),
      ];
    case 'collector.finished':
      return collectorLines(event, paint);
    case 'log.line':
      return verbosity === 'verbose' ? [row('log', '', event.source, event.line, paint)] : [];
    case 'artifact.written':
      return verbosity === 'verbose' || event.kind === 'bundle'
        ? [row('file', event.kind, '', event.path, paint)]
        : [];
    case 'step.finished':
      return stepLines(event, state, paint);
    case 'run.compared':
      return [
        row(
          'compare',
          event.sameOutcome ? 'same' : 'changed',
          '',
          `since the proven run of ${event.before}`,
          paint,
        ),
        ...event.lines.filter((line) => line !== '').map((line) => `${' '.repeat(21)}${line}`),
      ];
    case 'run.resumed':
      return [row('resume', 'at', event.step, `the run of ${event.before[0]?.startedAt} goes on`, paint)];
    case 'fact.verified':
      return [row('resume', event.holds ? 'holds' : 'differs', event.fact, event.note, paint)];
    case 'step.kept':
      return event.results.flatMap((result) => checkLines(event.step, result, paint));
    case 'run.concluded':
      return resultLines(event, state, paint);
    case 'run.finished':
      // Told already, when somebody was asked whether it shall go on.
      return state.concluded?.verdict === event.verdict ? [] : resultLines(event, state, paint);
    case 'bundle.progress':
      return verbosity === 'verbose'
        ? [row('bundle', 'run', event.stage, `${event.done} of ${event.of}`, paint)]
        : [];
    case 'file.selected':
    case 'run.facts':
    case 'check.started':
    case 'question.asked':
    case 'question.answered':
      return [];
  }
}

/** What `--quiet` still says: failures and the result. */
function isLoud(event: RunEvent): boolean {
  if (event.type === 'check.finished') return event.result.status === 'FAIL';
  if (event.type === 'step.finished') return event.status !== 'ok';
  return event.type === 'run.finished' || event.type === 'run.concluded';
}

function row(step: string, word: string, subject: string, text: string, paint: Paint): string {
  const head = `${paint('faint', step.padEnd(9))}  ${toned(word, paint)}`;
  const rest = [subject === '' ? '' : subject.padEnd(20), text].filter((part) => part !== '').join('  ');
  return `${head}  ${rest}`.trimEnd();
}

const GOOD = new Set(['pass', 'ok', 'healthy', 'ready', 'done']);
const BAD = new Set(['FAIL', 'failed', 'unhealthy', 'exited']);

function toned(word: string, paint: Paint): string {
  const padded = word.padEnd(8);
  if (GOOD.has(word)) return paint('good', padded);
  if (BAD.has(word)) return paint('bad', padded);
  return padded;
}

function stepSummary(event: Extract<RunEvent, { type: 'step.started' }>): string {
  const parts = [
    event.checks === undefined ? '' : counted(event.checks.length, 'check'),
    event.services === undefined ? '' : counted(event.services.length, 'service'),
    event.collectors === undefined ? '' : counted(event.collectors.length, 'collector'),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function checkLines(step: string, result: CheckResult, paint: Paint): string[] {
  const word = result.status === 'FAIL' ? 'FAIL' : result.status.toLowerCase();
  const text = result.reason === undefined ? (result.observed ?? '') : result.reason.id;
  const first = row(
    step,
    word,
    result.id,
    `${text}  ${paint('faint', `${Math.round(result.latencyMs)} ms`)}`,
    paint,
  );
  // What the operator left out needs no explanation, and with --only there is much of it.
  if (result.reason === undefined || result.reason.id === 'PR-NOT-SELECTED') return [first];
  return [first, ...explanation(result.reason, result.status === 'FAIL')];
}

/** The last line of a step; a reason that one of its checks has just told is only named. */
function stepLines(
  event: Extract<RunEvent, { type: 'step.finished' }>,
  state: RunState,
  paint: Paint,
): string[] {
  const { step, status, reason: why } = event;
  const took = seconds(event.duration);
  if (why === undefined) return [row(step, status, '', took, paint)];
  const checks = state.steps.find(({ id }) => id === step)?.checks ?? [];
  const told = checks.some(
    ({ result }) => result?.reason?.id === why.id && result.reason.detail === why.detail,
  );
  if (told) return [row(step, status, '', `${took}  ${why.id}`, paint)];
  return [row(step, status, '', took, paint), ...reasonLines(why, paint)];
}

function explanation(why: Reason, full: boolean): string[] {
  const what = why.detail === undefined ? why.sentence : `${why.sentence} ${why.detail}`;
  const indent = ' '.repeat(21);
  return full
    ? [`${indent}why   ${oneLine(what)}`, `${indent}next  ${oneLine(why.next)}`]
    : [`${indent}why   ${oneLine(what)}`];
}

function reasonLines(why: Reason, paint: Paint): string[] {
  return [`${' '.repeat(11)}${paint('bad', why.id)}`, ...explanation(why, true)];
}

function collectorLines(event: Extract<RunEvent, { type: 'collector.finished' }>, paint: Paint): string[] {
  const { files, reason: why } = event;
  const removed = files.reduce((sum, file) => sum + file.redactions, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const text =
    why !== undefined && files.length === 0
      ? why.id
      : `${counted(files.length, 'file')}, ${counted(bytes, 'byte')}, ${removed} redacted`;
  return [
    row('bundle', collectorWord(why, files.length), event.collector, text, paint),
    // What the operator left out needs no explanation, and is most of a bundle of one part.
    ...(why === undefined || why.id === 'BN-LEFT-OUT' ? [] : explanation(why, false)),
  ];
}

function collectorWord(why: Reason | undefined, files: number): string {
  if (why === undefined) return 'ok';
  if (files > 0) return 'partly';
  return why.class === 'not-applicable' ? 'skip' : 'FAIL';
}

function resultLines(
  event: Extract<RunEvent, { type: 'run.finished' | 'run.concluded' }>,
  state: RunState,
  paint: Paint,
): string[] {
  const { pass, skip, fail } = event.counts;
  const tone = event.exitCode === 0 ? 'good' : 'bad';
  const proven =
    state.run?.steps.includes('proof') === true ? `  ${pass} pass, ${skip} skip, ${fail} fail` : '';
  const path = (kind: string): string[] => {
    const artifact = state.artifacts.findLast((each) => each.kind === kind);
    return artifact === undefined ? [] : [`${kind.padEnd(9)}  ${artifact.path}`];
  };
  const code = state.artifacts.findLast(({ proofCode }) => proofCode !== undefined)?.proofCode;
  const gateway = state.urls.gateway;
  return [
    `${'result'.padEnd(9)}  ${paint(tone, event.verdict.toUpperCase())}${proven}  ${seconds(event.type === 'run.finished' ? event.duration : event.t)}  exit ${event.exitCode}`,
    ...(event.reason === undefined ? [] : reasonLines(event.reason, paint)),
    ...path('report'),
    ...path('evidence'),
    ...(code === undefined
      ? []
      : [`${'code'.padEnd(9)}  ${code}  tell it to the buyer over another channel`]),
    ...path('bundle'),
    ...(gateway === undefined ? [] : [`${'stack'.padEnd(9)}  ${gateway}`]),
    ...(event.supportCode === undefined ? [] : [`${'support'.padEnd(9)}  ${event.supportCode}`]),
  ];
}

function seconds(milliseconds: number): string {
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ⏎ ');
}
