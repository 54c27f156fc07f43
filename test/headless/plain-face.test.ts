import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { painter } from '../../src/headless/output.ts';
import { attachPlainFace } from '../../src/headless/plain-face.ts';
import { plainLines, type Verbosity } from '../../src/headless/plain-lines.ts';
import { reason } from '../../src/reasons/catalog.ts';
import type { RunEvent, RunEventBody } from '../../src/steps/events.ts';
import type { RunPort } from '../../src/steps/run-port.ts';
import { EMPTY_RUN } from '../../src/steps/run-state.ts';
import { checkResult, folded, runStarted } from '../fixtures/run-events.ts';

const story: RunEventBody[] = [
  runStarted,
  {
    type: 'step.started',
    step: 'start',
    title: 'Start',
    services: [{ service: 'bus-llm', role: 'core', summary: 'models' }],
  },
  { type: 'service.changed', service: 'bus-llm', state: 'healthy' },
  { type: 'stack.ready', started: true, urls: { gateway: 'http://127.0.0.1:18080' } },
  { type: 'step.finished', step: 'start', status: 'ok', duration: 312 },
  {
    type: 'step.started',
    step: 'proof',
    title: 'Proof',
    checks: [
      { id: 'models', title: 'm', required: true },
      { id: 'portal', title: 'p', required: true },
    ],
  },
  { type: 'check.progress', step: 'proof', check: 'models', done: 1, of: 2, note: 'without a token' },
  { type: 'check.finished', step: 'proof', result: checkResult({ id: 'models', status: 'PASS' }) },
  { type: 'check.finished', step: 'proof', result: checkResult({ id: 'portal', status: 'FAIL' }) },
  { type: 'artifact.written', kind: 'report', path: '/runs/1/report.md', bytes: 9, sha256: '0'.repeat(64) },
  {
    type: 'run.finished',
    verdict: 'failed',
    exitCode: 3,
    counts: { pass: 1, skip: 0, fail: 1 },
    duration: 2_345,
  },
];

function told(verbosity: Verbosity, color = false): string {
  const { events, states } = folded(story);
  const paint = painter(color);
  return events
    .flatMap((event, index) => {
      const state = states[index];
      return state === undefined ? [] : plainLines(event, state, paint, verbosity);
    })
    .join('\n');
}

describe('plainLines', () => {
  it('tells a run in stable columns: step, word, subject, text', () => {
    expect(told('normal')).toMatchInlineSnapshot(`
      "bus-setup 0.1.0  profile embedded  tier local
      folder /runs/1
      start      start     1 service
      start      healthy   bus-llm
      start      ready     stack started
      start      url       gateway               http://127.0.0.1:18080
      start      ok        312 ms
      proof      start     2 checks
      proof      pass      models                as documented  12 ms
      proof      FAIL      portal                ST-NOT-READY  12 ms
                           why   The stack did not become ready in time. no answer
                           next  bus-setup status
      result     FAILED  1 pass, 0 skip, 1 fail  2.3 s  exit 3
      report     /runs/1/report.md
      stack      http://127.0.0.1:18080"
    `);
  });

  it('tells a reason once: a step only names what its check has told, and what was left out needs no words', () => {
    const why = reason('ST-NOT-READY', 'no answer');
    const bodies: RunEventBody[] = [
      ...story.slice(0, 6),
      {
        type: 'check.finished',
        step: 'proof',
        result: checkResult({ id: 'models', status: 'FAIL', reason: why }),
      },
      {
        type: 'check.finished',
        step: 'proof',
        result: checkResult({ id: 'portal', status: 'SKIP', reason: reason('PR-NOT-SELECTED') }),
      },
      { type: 'step.finished', step: 'proof', status: 'failed', reason: why, duration: 50 },
    ];
    const { events, states } = folded(bodies);
    const lines = events.flatMap((event, index) =>
      plainLines(event, states[index] ?? EMPTY_RUN, painter(false), 'normal'),
    );
    expect(lines.slice(-5)).toEqual([
      'proof      FAIL      models                ST-NOT-READY  12 ms',
      '                     why   The stack did not become ready in time. no answer',
      '                     next  bus-setup status',
      'proof      skip      portal                PR-NOT-SELECTED  12 ms',
      'proof      failed    50 ms  ST-NOT-READY',
    ]);
  });

  it('tells the reason of a step that none of its checks has told', () => {
    const { events, states } = folded([
      runStarted,
      { type: 'step.started', step: 'start', title: 'Start' },
      {
        type: 'step.finished',
        step: 'start',
        status: 'failed',
        reason: reason('ST-PORT-TAKEN'),
        duration: 5,
      },
    ]);
    const [last] = events.slice(-1);
    const lines =
      last === undefined ? [] : plainLines(last, states.at(-1) ?? EMPTY_RUN, painter(false), 'quiet');
    expect(lines).toEqual([
      'start      failed    5 ms',
      '           ST-PORT-TAKEN',
      expect.stringMatching(/^ +why {3}Another program/),
      expect.stringMatching(/^ +next {2}bus-setup start --port 0/),
    ]);
  });

  it('says failures and the result only with --quiet', () => {
    const lines = told('quiet').split('\n');
    expect(lines[0]).toMatch(/^proof +FAIL +portal/);
    expect(lines.join('\n')).not.toContain('models');
    expect(lines.join('\n')).toContain('result     FAILED');
  });

  it('tells progress with --verbose', () => {
    expect(told('verbose')).toContain('1 of 2  without a token');
  });

  it('says the same with and without colour', () => {
    expect(told('normal', true)).not.toBe(told('normal'));
    expect(stripVTControlCharacters(told('normal', true))).toBe(told('normal'));
  });
});

describe('attachPlainFace', () => {
  it('says in silence what it waits for', async () => {
    const { events, states } = folded([
      ...story.slice(0, 6),
      { type: 'check.started', step: 'proof', check: 'portal' },
    ]);
    let listener: (event: RunEvent) => void = () => undefined;
    const port = {
      state: () => states.at(-1),
      subscribe: (added: typeof listener) => {
        listener = added;
        return () => undefined;
      },
    } as unknown as RunPort;
    const lines: string[] = [];
    const output = { line: (text: string) => lines.push(text), flush: async () => undefined };
    const detach = attachPlainFace(port, output, painter(false), 'normal', 20);
    for (const event of events) listener(event);
    const spoken = lines.length;
    while (lines.length === spoken) await delay(5);
    detach();
    expect(lines[spoken]).toBe('proof      wait      portal');
  });
});
