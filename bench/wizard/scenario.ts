// The wizard with a scripted run behind it, as a program: `node scenario.js NAME SECONDS FOLDER`. It measures itself and
// leaves report.json in FOLDER. Bundled like the product, for unbundled source is slower.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runWizard } from '../../src/app.tsx';
import { systemHost } from '../../src/host/host.ts';
import { proofPassed, proofRunning } from '../../src/screens/gallery/proof-stories.ts';
import type { RunEvent, RunEventBody } from '../../src/steps/events.ts';
import { openJournal } from '../../src/steps/journal.ts';
import { reduce } from '../../src/steps/reduce.ts';
import type { RunPort } from '../../src/steps/run-port.ts';
import { EMPTY_RUN, type RunState } from '../../src/steps/run-state.ts';
import { fakePort } from '../../test/screens/fake-port.ts';
import type { ScenarioReport } from './scenario-report.ts';

const CHECKS = 20;
const UPDATES_A_SECOND = 50;
const LINES_A_SECOND = 1_000;
/** Milliseconds before the measurement, in which code becomes warm. */
const WARM_UP_MS = 1_500;
const FRAME_BEGINS = '\u001b[?2026h';
/** Milliseconds between two bursts of events. */
const BURST_MS = 10;

const [name = '', seconds = '5', folder = '.'] = process.argv.slice(2);
const host = systemHost();
const port = scriptedPort();
let frames = 0;
let bytes = 0;
countOutput();

/** What happens in each burst of a scenario; nothing where it is absent. */
const BURSTS: Readonly<Record<string, (round: number) => void>> = { updates, keysUnderLoad: updates, logs };

void runWizard({
  port,
  end: async () => ({ exitCode: 0 }),
  done: new Promise(() => undefined),
  host,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  color: true,
});

// The wizard shows what it was told of since it was there.
const story = name === 'still' ? proofPassed : proofRunning;
for (const [, body] of story) port.emit(body);
if (name === 'updates' || name === 'keysUnderLoad') startChecks();

const journal = openJournal(folder);
port.subscribe((event) => journal.append(event));

let round = 0;
let emitted = 0;
const beat = BURSTS[name];
const timer = beat === undefined ? undefined : setInterval(() => beat(round++), BURST_MS);
setTimeout(measure, WARM_UP_MS);

function measure(): void {
  const before = {
    cpu: process.cpuUsage(),
    frames,
    bytes,
    emitted,
    rss: process.memoryUsage.rss(),
    at: performance.now(),
  };
  setTimeout(() => {
    const cpu = process.cpuUsage(before.cpu);
    const wall = performance.now() - before.at;
    const report: ScenarioReport = {
      wallMs: wall,
      cpuMs: (cpu.user + cpu.system) / 1000,
      frames: frames - before.frames,
      bytes: bytes - before.bytes,
      events: emitted - before.emitted,
      journalled: emitted,
      grownBytes: process.memoryUsage.rss() - before.rss,
    };
    clearInterval(timer);
    journal.close();
    writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
    process.exit(0);
  }, Number(seconds) * 1000);
}

/** A port like that of a test, but without validating each event: the real one does not either. */
function scriptedPort(): RunPort & { emit(body: RunEventBody): void } {
  const listeners = new Set<(event: RunEvent) => void>();
  const started = performance.now();
  let state: RunState = EMPTY_RUN;
  let seq = 0;
  return {
    ...fakePort(),
    begin: () => undefined,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(body) {
      seq += 1;
      const at = new Date().toISOString();
      const event: RunEvent = { ...body, v: 1, run: 'bench', seq, t: performance.now() - started, at };
      state = reduce(state, event);
      for (const listener of listeners) listener(event);
    },
  };
}

function startChecks(): void {
  const checks = Array.from({ length: CHECKS }, (_, index) => ({
    id: `check-${index}`,
    title: `check ${index}`,
    required: true,
  }));
  port.emit({ type: 'step.started', step: 'proof', title: 'Proof', again: false, checks });
  for (const { id } of checks) port.emit({ type: 'check.started', step: 'proof', check: id });
}

/** Each check tells its progress, 50 times a second. */
function updates(beatNumber: number): void {
  for (let index = beatNumber % 2; index < CHECKS; index += 1000 / BURST_MS / UPDATES_A_SECOND) {
    emitted += 1;
    port.emit({
      type: 'check.progress',
      step: 'proof',
      check: `check-${index}`,
      done: beatNumber % 1000,
      of: 1000,
      note: 'denied, active, allowed',
    });
  }
}

function logs(beatNumber: number): void {
  for (let index = 0; index < (LINES_A_SECOND * BURST_MS) / 1000; index++) {
    emitted += 1;
    port.emit({
      type: 'log.line',
      source: 'bus-llm',
      line: `line ${beatNumber}.${index} of a service that talks a lot`,
    });
  }
}

/** Ink begins each frame with the sequence that tells a terminal to draw it at once (synchronized output, mode 2026). */
function countOutput(): void {
  const write = process.stdout.write.bind(process.stdout) as (...args: unknown[]) => boolean;
  process.stdout.write = ((...args: unknown[]) => {
    if (String(args[0]).includes(FRAME_BEGINS)) frames += 1;
    bytes += Buffer.byteLength(String(args[0]));
    return write(...args);
  }) as typeof process.stdout.write;
}
