import type { RunEvent } from '../src/steps/events.ts';

/** One span of a run, in milliseconds from the spawning of the program. */
export interface Span {
  readonly name: string;
  /** What kind of work it is: the row of the trace that it stands in. */
  readonly lane: 'program' | 'step' | 'check' | 'service' | 'collector' | 'file';
  readonly from: number;
  readonly to: number;
}

/**
 * The spans of a run by its events.
 * @param wall milliseconds from spawning to exit
 * @param lead milliseconds from spawning to the start of the run's clock
 */
export function spansOf(events: readonly RunEvent[], wall: number, lead: number): readonly Span[] {
  const begun = new Map<string, number>();
  const spans: Span[] = [];
  const first = events[0]?.t ?? 0;
  const last = events.at(-1)?.t ?? 0;
  const end = (lane: Span['lane'], name: string, key: string, to: number): void => {
    const from = begun.get(key);
    begun.delete(key);
    if (from !== undefined) spans.push({ name, lane, from: from + lead, to: to + lead });
  };
  let written = first;
  for (const event of events) {
    const { t } = event;
    switch (event.type) {
      case 'step.started':
        begun.set(`step ${event.step}`, t);
        for (const { id } of event.collectors ?? []) begun.set(`collector ${id}`, t);
        written = t;
        break;
      case 'step.finished':
        end('step', event.step, `step ${event.step}`, t);
        written = t;
        break;
      case 'check.started':
        begun.set(`check ${event.check}`, t);
        break;
      case 'check.finished':
        end('check', event.result.id, `check ${event.result.id}`, t);
        break;
      case 'service.changed':
        if (event.state === 'starting') begun.set(`service ${event.service}`, t);
        if (event.state === 'healthy') end('service', event.service, `service ${event.service}`, t);
        break;
      case 'collector.finished':
        end('collector', event.collector, `collector ${event.collector}`, t);
        break;
      case 'artifact.written':
        spans.push({ name: event.kind, lane: 'file', from: written + lead, to: t + lead });
        written = t;
        break;
    }
  }
  return [
    { name: 'load the program', lane: 'program', from: 0, to: first + lead },
    ...spans,
    { name: 'end the program', lane: 'program', from: last + lead, to: wall },
  ];
}

/**
 * The spans as a trace that a person opens in Perfetto or in a browser's performance panel: Trace Event Format, complete
 * events (`ph: X`), microseconds. Spans of one kind that overlap stand in rows below each other.
 */
export function traceText(spans: readonly Span[]): string {
  const rows = new Map<string, number[]>();
  const events = spans
    .toSorted((a, b) => a.from - b.from)
    .map((span) => {
      const busyUntil = rows.get(span.lane) ?? [];
      rows.set(span.lane, busyUntil);
      const free = busyUntil.findIndex((until) => until <= span.from);
      const row = free === -1 ? busyUntil.length : free;
      busyUntil[row] = span.to;
      const lane = `${span.lane}${row === 0 ? '' : ` ${row + 1}`}`;
      return { span, lane };
    });
  const lanes = [...new Set(events.map(({ lane }) => lane))];
  const micro = (ms: number): number => Math.round(ms * 1000);
  return JSON.stringify({
    displayTimeUnit: 'ms',
    traceEvents: [
      ...lanes.map((name, tid) => ({ ph: 'M', pid: 1, tid, name: 'thread_name', args: { name } })),
      ...lanes.map((_, tid) => ({
        ph: 'M',
        pid: 1,
        tid,
        name: 'thread_sort_index',
        args: { sort_index: tid },
      })),
      ...events.map(({ span, lane }) => ({
        ph: 'X',
        pid: 1,
        tid: lanes.indexOf(lane),
        cat: span.lane,
        name: span.name,
        ts: micro(span.from),
        dur: micro(span.to - span.from),
      })),
    ],
  });
}
