import type { RunPort } from '../steps/run-port.ts';
import { asTold } from '../steps/same-stack.ts';
import type { LineOutput, Paint } from './output.ts';
import { plainLines, type Verbosity } from './plain-lines.ts';

/** Milliseconds of silence after which the plain face says what it waits for. */
const HEARTBEAT_MS = 30_000;

/**
 * The plain face: one line for each change of state, and a heartbeat when nothing changes.
 * @returns the function that ends it
 */
export function attachPlainFace(
  port: RunPort,
  out: LineOutput,
  paint: Paint,
  verbosity: Verbosity,
  heartbeatMs: number = HEARTBEAT_MS,
): () => void {
  const heartbeat = setInterval(() => {
    const waiting = awaited(port);
    if (waiting !== undefined && verbosity !== 'quiet') out.line(waiting);
  }, heartbeatMs);
  heartbeat.unref();
  const unsubscribe = port.subscribe((event) => {
    const state = port.state();
    const lines = plainLines(asTold(event, state), state, paint, verbosity);
    if (lines.length > 0) heartbeat.refresh();
    for (const line of lines) out.line(line);
  });
  return () => {
    clearInterval(heartbeat);
    unsubscribe();
  };
}

/** What the run waits for now, as a plain line. */
function awaited(port: RunPort): string | undefined {
  const state = port.state();
  const step = state.steps.find(({ id }) => id === state.current);
  if (step === undefined || step.phase !== 'running') return undefined;
  const checks = step.checks.filter(({ phase }) => phase === 'running').map(({ id }) => id);
  const services = state.services
    .filter((each) => each.state === 'starting' || each.state === 'creating')
    .map(({ service }) => service);
  const waiting = step.id === 'start' ? services : checks;
  return `${step.id.padEnd(9)}  ${'wait'.padEnd(8)}  ${waiting.join(', ')}`.trimEnd();
}
