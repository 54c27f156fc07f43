import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ephemeralSigner } from '../../src/evidence/signing/evidence-signer.ts';
import { writeEvidence } from '../../src/evidence/write-evidence.ts';
import { attachJsonFace } from '../../src/headless/json-face.ts';
import type { LineOutput } from '../../src/headless/output.ts';
import { type Host, systemHost } from '../../src/host/host.ts';
import { resultsJson } from '../../src/proof/report/make-results.ts';
import { renderMarkdown } from '../../src/proof/report/markdown.ts';
import { runChecks } from '../../src/proof/run-checks.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { frameOf } from '../../src/screens/frame.ts';
import { glyphsFor } from '../../src/screens/glyphs.ts';
import type { KeyName } from '../../src/screens/keys.ts';
import { initialModel } from '../../src/screens/model.ts';
import { update } from '../../src/screens/update.ts';
import type { RunEvent } from '../../src/steps/events.ts';
import { openJournal } from '../../src/steps/journal.ts';
import { factsOf } from '../../src/steps/profile-facts.ts';
import { reduce } from '../../src/steps/reduce.ts';
import { createRunRecord } from '../../src/steps/run-record.ts';
import { runResults } from '../../src/steps/run-results.ts';
import { EMPTY_RUN, type RunState } from '../../src/steps/run-state.ts';
import { NO_ACCESS, NO_STACK } from '../proof/small-checks.ts';
import { fakePort } from '../screens/fake-port.ts';
import { smallGateway, syntheticChecks, syntheticProfile } from './synthetic-profile.ts';

const FRAMES = 20;
const SIZE = { columns: 80, rows: 24 };
const KEYS: readonly KeyName[] = ['down', 'pagedown', 'G', 'up', 'l', 'escape', 'g'];

/** What a run of many checks took, stage by stage. */
export interface Growth {
  readonly checks: number;
  readonly services: number;
  /** Milliseconds of the proof, with journal, state and NDJSON. */
  readonly runMs: number;
  readonly journalBytes: number;
  /** Milliseconds of `results.json` and `report.md`. */
  readonly reportMs: number;
  readonly resultsBytes: number;
  readonly reportBytes: number;
  /** Milliseconds of the whole evidence set. */
  readonly evidenceMs: number;
  readonly evidenceBytes: number;
  /** Milliseconds of one frame of the wizard, after a key. */
  readonly frameMs: number;
  /** Most resident memory of the process until the proof had ended, bytes. */
  readonly runPeakBytes: number;
  /** Most resident memory until the evidence was written, bytes. */
  readonly peakBytes: number;
  readonly counts: { readonly pass: number; readonly fail: number; readonly skip: number };
}

/** Runs so many checks through the real runner, journal, state, faces, report and evidence. */
export async function syntheticRun(folder: string, checks: number, services: number): Promise<Growth> {
  const host: Host = { ...systemHost(), env: {}, cwd: folder };
  const secrets = new SecretRegistry();
  const profile = syntheticProfile(services, checks);
  const planned = syntheticChecks(services, checks);
  const listeners = new Set<(event: RunEvent) => void>();
  let state: RunState = EMPTY_RUN;
  const record = createRunRecord(
    host,
    createRedactor(secrets),
    (event) => {
      state = reduce(state, event);
      for (const listener of listeners) listener(event);
    },
    () => state,
  );
  const nowhere: LineOutput = { line: () => undefined, flush: async () => undefined };
  attachJsonFace(
    {
      ...fakePort(),
      state: () => state,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    nowhere,
  );
  const journal = openJournal(folder);
  record.keepIn(journal);
  record.emit({
    type: 'run.started',
    profile: profile.id,
    profileTitle: profile.title,
    tier: profile.tier,
    runtime: 'embedded',
    version: '0.1.0',
    node: host.nodeVersion,
    platform: host.platform,
    folder,
    steps: ['proof'],
  });
  record.emit(factsOf(profile, host));

  const gateway = await smallGateway();
  const runMs = await timed(async () => {
    record.emit({
      type: 'step.started',
      step: 'proof',
      title: 'Proof',
      checks: planned.map(({ check, required }) => ({ id: check.id, title: check.title, required })),
    });
    await runChecks({
      checks: planned,
      host,
      runtime: { ...NO_STACK, profile },
      access: { ...NO_ACCESS, gatewayUrl: gateway.url },
      secrets,
      signal: new AbortController().signal,
      observer: {
        started: (check) => record.emit({ type: 'check.started', step: 'proof', check }),
        progress: (check, done, of, note) =>
          record.emit({ type: 'check.progress', step: 'proof', check, done, of, note }),
        finished: (result) => record.emit({ type: 'check.finished', step: 'proof', result }),
      },
    });
  });
  await gateway.close();
  const runPeakBytes = peakNow();
  const frameMs = await frames(state);
  let text = '';
  let report = '';
  const results = runResults(state, {}, host.now());
  if (results === undefined) throw new Error('no results');
  const reportMs = await timed(async () => {
    text = resultsJson(results);
    report = renderMarkdown(results);
  });
  let archive = '';
  const evidenceMs = await timed(async () => {
    const written = await writeEvidence({
      host,
      folder,
      results,
      resultsBytes: Buffer.from(text),
      signer: ephemeralSigner(host),
      secrets,
      signal: new AbortController().signal,
    });
    archive = written.archive;
  });
  record.finish({ verdict: 'failed', exitCode: 3 });
  const { counts } = results;
  return {
    checks,
    services,
    runMs,
    reportMs,
    evidenceMs,
    frameMs,
    counts,
    journalBytes: (await stat(join(folder, 'journal.ndjson'))).size,
    resultsBytes: text.length,
    reportBytes: report.length,
    evidenceBytes: (await stat(archive)).size,
    runPeakBytes,
    peakBytes: peakNow(),
  };
}

/** Milliseconds of a frame, when keys are pressed that move through all of the run. */
async function frames(run: RunState): Promise<number> {
  const glyphs = glyphsFor({ LANG: 'C.UTF-8' }, 'linux');
  const begun = initialModel([], undefined, SIZE);
  const shown = update({ ...begun, view: { ...begun.view, begun: true } }, { type: 'run', run }, glyphs);
  let { model } = shown;
  let drawn = 0;
  const all = await timed(async () => {
    for (let turn = 0; turn < FRAMES; turn += 1) {
      for (const key of KEYS) {
        ({ model } = update(model, { type: 'key', key }, glyphs));
        frameOf(model, glyphs);
        drawn += 1;
      }
    }
  });
  return all / drawn;
}

function peakNow(): number {
  return process.resourceUsage().maxRSS * 1024;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
