import type {
  CheckResult,
  CheckState,
  CollectorState,
  Exchange,
  Hop,
  RunState,
  ServiceState,
} from '../steps/run-state.ts';
import { shellLines } from './call-details.ts';
import { checkEntry } from './check-entries.ts';
import { collectorEntry } from './collector-entries.ts';
import { checkOf } from './entries.ts';
import type { Entry } from './entry.ts';
import { fileDetails } from './file-details.ts';
import { isSealing } from './file-entries.ts';
import type { Glyphs } from './glyphs.ts';
import { MARK_TONES } from './mark-tones.ts';
import { type Model, type ReadLog, screenOf } from './model.ts';
import { logsCommand } from './next-command.ts';
import { clockText, durationText, sizeText } from './quantities.ts';
import { serviceEntry } from './service-entries.ts';
import { storyDetails } from './story-details.ts';
import { BLANK, CONTINUED, type TextLine, type Tone, textLines } from './text-line.ts';

/** Writes one labelled text; an absent one writes nothing. */
type Write = (label: string, text: string | undefined, tone?: Tone) => readonly TextLine[];

/**
 * Everything there is to say about one row, as lines.
 * @param id of a check, a service or a collector of the screen that shows
 * @param width columns
 */
export function detailsOf(model: Model, id: string, width: number, glyphs: Glyphs): readonly TextLine[] {
  const write: Write = (label, text, tone) =>
    text === undefined || text === '' ? [] : textLines(label, text, width, glyphs, tone);
  const screen = screenOf(model);
  const { run, view } = model;
  if (screen === 'start') {
    const service = run.services.find((each) => each.service === id);
    return service === undefined
      ? []
      : [...serviceDetails(service, run, write, glyphs), ...logLines(view.log, write)];
  }
  if (screen === 'bundle' && isSealing(run)) return fileDetails(model, id, width, glyphs);
  if (screen === 'bundle') {
    const collector = run.collectors.find((each) => each.id === id);
    return collector === undefined ? [] : collectorDetails(collector, write, glyphs);
  }
  const check = screen === 'preflight' || screen === 'proof' ? checkOf(model.run, screen, id) : undefined;
  return check === undefined ? [] : [...checkDetails(check, write, glyphs), ...logLines(view.log, write)];
}

function stateLine({ mark = 'wait', word, aside }: Entry, write: Write, glyphs: Glyphs): readonly TextLine[] {
  const tail = aside === '' ? '' : ` ${glyphs.dot} ${aside}`;
  return write('state', `${glyphs[mark]} ${word}${tail}`, MARK_TONES[mark]);
}

function checkDetails(check: CheckState, write: Write, glyphs: Glyphs): readonly TextLine[] {
  const entry = checkEntry(check);
  const { result } = check;
  const head = [
    ...stateLine(entry, write, glyphs),
    ...write('shows', check.title),
    ...write('now', entry.mark === 'run' ? check.progress?.note : undefined),
    ...write('required', check.required ? 'yes' : 'no'),
  ];
  return result === undefined ? head : [...head, ...resultDetails(result, write, glyphs)];
}

function resultDetails(result: CheckResult, write: Write, glyphs: Glyphs): readonly TextLine[] {
  const { reason } = result;
  return [
    ...write('observed', result.observed),
    ...write('reason', reason && `${reason.id}: ${reason.sentence}`),
    ...write('why', reason?.detail),
    ...write('next', reason?.next, 'strong'),
    BLANK,
    ...write('proves', result.proves),
    ...write('not proven', result.doesNotProve),
    ...storyDetails(result, write, glyphs),
    BLANK,
    ...shellLines('command', result.command, write),
    ...write('url', result.url),
    ...write('service', `${result.service} (${result.module})`),
    ...write('took', durationText(result.latencyMs)),
    ...(result.hops ?? []).flatMap((hop, index) =>
      write(index === 0 ? 'hops' : CONTINUED, hopWords(hop), 'quiet'),
    ),
    ...(result.exchanges.length === 0 ? [] : [BLANK]),
    ...result.exchanges.flatMap((exchange, index) =>
      write(index === 0 ? 'calls' : CONTINUED, `${index + 1}  ${exchangeText(exchange, glyphs)}`, 'quiet'),
    ),
  ];
}

function hopWords({ hop, ms, unmeasured }: Hop): string {
  return ms === undefined ? `${hop}  not measured, ${unmeasured ?? ''}` : `${hop}  ${durationText(ms)}`;
}

function exchangeText({ status, method, url, latencyMs, purpose }: Exchange, glyphs: Glyphs): string {
  return `${status ?? 'no answer'}  ${method} ${url}  ${durationText(latencyMs)} ${glyphs.dot} ${purpose}`;
}

function serviceDetails(
  service: ServiceState,
  run: RunState,
  write: Write,
  glyphs: Glyphs,
): readonly TextLine[] {
  return [
    ...stateLine(serviceEntry(service), write, glyphs),
    ...write('detail', service.detail),
    ...write('for', service.summary),
    ...write('role', service.role),
    ...write('url', run.urls[service.service]),
    ...write('since', `${clockText(service.changedAt)} of the run`),
    ...write('command', logsCommand(service.service, run)),
  ];
}

function collectorDetails(collector: CollectorState, write: Write, glyphs: Glyphs): readonly TextLine[] {
  const { reason, files } = collector;
  return [
    ...stateLine(collectorEntry(collector), write, glyphs),
    ...write('collects', collector.title),
    ...write('reason', reason && `${reason.id}: ${reason.sentence}`),
    ...write('why', reason?.detail),
    ...write('next', reason?.next, 'strong'),
    ...(files.length === 0 ? [] : [BLANK]),
    ...files.flatMap((file) => [
      ...write('file', `${file.path}  ${sizeText(file.bytes)}, ${file.redactions} redacted`),
      ...write(CONTINUED, file.why, 'quiet'),
    ]),
  ];
}

function logLines(log: ReadLog | undefined, write: Write): readonly TextLine[] {
  if (log === undefined) return [];
  const head = [BLANK, ...write('', `Last log lines of ${log.service}`, 'strong')];
  if (log.problem !== undefined) return [...head, ...write('', log.problem, 'bad')];
  if (log.lines === undefined) return [...head, ...write('', 'Being read', 'quiet')];
  if (log.lines.length === 0) return [...head, ...write('', 'Nothing logged yet', 'quiet')];
  return [...head, ...log.lines.flatMap((line) => write('', line, 'quiet'))];
}
