import { createWriteStream } from 'node:fs';
import { devNull } from 'node:os';
import { finished } from 'node:stream/promises';
import { attachJsonFace } from '../src/headless/json-face.ts';
import { type LineOutput, painter } from '../src/headless/output.ts';
import { attachPlainFace } from '../src/headless/plain-face.ts';
import { proofPassed } from '../src/screens/gallery/proof-stories.ts';
import type { RunEvent, RunEventBody } from '../src/steps/events.ts';
import { reduce } from '../src/steps/reduce.ts';
import type { RunPort } from '../src/steps/run-port.ts';
import { EMPTY_RUN, type RunState } from '../src/steps/run-state.ts';
import { fakePort } from '../test/screens/fake-port.ts';
import type { Measurement } from './measurement.ts';

const EVENTS = 10_000;
const TURNS = 5;
/** Events a second. */
const BAR = 20_000;

const FACES = [
  {
    what: 'plain lines',
    attach: (port: RunPort, out: LineOutput) => attachPlainFace(port, out, painter(false), 'verbose'),
  },
  { what: 'NDJSON', attach: attachJsonFace },
] as const;

/** How many events a second the headless faces write. */
export const faceThroughput: Measurement = {
  id: 'face-throughput',
  async measure() {
    const rows = [];
    for (const { what, attach } of FACES) {
      const rates: number[] = [];
      for (let turn = 0; turn <= TURNS; turn++) rates.push(await rateOf(attach));
      const [middle = Number.NaN] = rates
        .slice(1)
        .toSorted((a, b) => a - b)
        .slice(TURNS >> 1);
      rows.push({ what, cells: [`${Math.round(middle)} events/s`, middle >= BAR ? 'held' : 'MISSED'] });
    }
    return {
      title: `Headless faces, ${EVENTS} events`,
      columns: ['median', ''],
      rows,
      note: `Lines to a file that forgets them, ${TURNS} turns. Bar: ${BAR} events/s.`,
    };
  },
};

async function rateOf(attach: (port: RunPort, out: LineOutput) => () => void): Promise<number> {
  const listeners = new Set<(event: RunEvent) => void>();
  const stream = createWriteStream(devNull);
  let state: RunState = EMPTY_RUN;
  const port: RunPort = {
    ...fakePort(),
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const out: LineOutput = { line: (text) => void stream.write(`${text}\n`), flush: async () => undefined };
  const detach = attach(port, out);
  const story = proofPassed.map(([, body]) => body);
  const bodies = Array.from(
    { length: EVENTS },
    (_, index): RunEventBody => story[index % story.length] ?? STANDIN,
  );
  const started = performance.now();
  for (const [index, body] of bodies.entries()) {
    const event: RunEvent = {
      ...body,
      v: 1,
      run: 'bench',
      seq: index + 1,
      t: index,
      at: '2026-01-01T00:00:00.000Z',
    };
    state = reduce(state, event);
    for (const listener of listeners) listener(event);
  }
  stream.end();
  await finished(stream);
  detach();
  return (EVENTS * 1000) / (performance.now() - started);
}

const STANDIN: RunEventBody = { type: 'log.line', source: 'bus-llm', line: 'a line' };
