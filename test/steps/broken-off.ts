import type { CheckResult } from '../../src/proof/verdict.ts';
import { reason } from '../../src/reasons/catalog.ts';
import type { RunEvent, RunEventBody } from '../../src/steps/events.ts';
import { VERSION } from '../../src/version.ts';

const AT = Date.parse('2026-03-02T09:00:00.000Z');

/** What a run was asked for in these tests. */
const ASKED = { profile: 'embedded', cwd: '/srv', only: ['models'], stack: { port: 0 }, bundle: {} };

const CHECK = { id: 'models', title: 'Models — äöü', required: true };

const RESULT: CheckResult = {
  ...CHECK,
  group: 'ai',
  status: 'PASS',
  proves: 'it answers',
  doesNotProve: 'that it thinks',
  service: 'bus-llm',
  module: 'bus-llm',
  command: 'curl',
  latencyMs: 3,
  exchanges: [],
};

/** The parts of a run in the order in which they happen. */
export const PARTS = {
  begun: [
    {
      type: 'run.started',
      profile: 'embedded',
      profileTitle: 'Embedded',
      tier: 'local',
      runtime: 'embedded',
      version: VERSION,
      node: '24.0.0',
      platform: 'linux-x64',
      folder: '/srv/out',
      steps: ['preflight', 'start', 'proof', 'bundle'],
      profileDigest: 'd'.repeat(64),
      asked: ASKED,
    },
    { type: 'run.facts', services: [], environment: [] },
  ],
  preflight: [
    { type: 'step.started', step: 'preflight', title: 'Preflight', checks: [] },
    { type: 'step.finished', step: 'preflight', status: 'ok', duration: 1 },
  ],
  start: [
    { type: 'step.started', step: 'start', title: 'Start', services: [] },
    { type: 'stack.ready', started: true, urls: { gateway: 'http://127.0.0.1:1' }, instance: 'first' },
    { type: 'step.finished', step: 'start', status: 'ok', duration: 1 },
  ],
  proof: [
    { type: 'step.started', step: 'proof', title: 'Proof', checks: [CHECK] },
    { type: 'check.started', step: 'proof', check: 'models' },
    { type: 'check.finished', step: 'proof', result: RESULT },
    { type: 'step.finished', step: 'proof', status: 'ok', duration: 1 },
  ],
  bundle: [
    { type: 'step.started', step: 'bundle', title: 'Bundle', collectors: [] },
    { type: 'step.finished', step: 'bundle', status: 'ok', duration: 1 },
  ],
  finished: [
    {
      type: 'run.finished',
      verdict: 'passed',
      exitCode: 0,
      counts: { pass: 1, skip: 0, fail: 0 },
      duration: 9,
    },
  ],
  cancelled: [
    {
      type: 'run.finished',
      verdict: 'incomplete',
      exitCode: 130,
      counts: { pass: 0, skip: 0, fail: 0 },
      reason: reason('RN-CANCELLED'),
      duration: 9,
    },
  ],
} satisfies Record<string, RunEventBody[]>;

/** The events of a run that went through these parts; by default one that was killed in its bundle. */
export function brokenOff(
  parts: readonly RunEventBody[] = [
    ...PARTS.begun,
    ...PARTS.preflight,
    ...PARTS.start,
    ...PARTS.proof,
    PARTS.bundle[0] as RunEventBody,
  ],
  run = 'run-1',
): RunEvent[] {
  return parts.map((body, index) => ({
    v: 1,
    run,
    seq: index + 1,
    t: index * 10,
    at: new Date(AT + index * 10).toISOString(),
    ...body,
  }));
}

/** The events as a journal holds them. */
export function journalText(events: readonly RunEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
