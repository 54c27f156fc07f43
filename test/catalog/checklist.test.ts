import { describe, expect, it } from 'vitest';
import { DELIVERABLES, PROOF_TIERS } from '../../src/catalog/deliverables.ts';
import { openLines, printChecklist } from '../../src/commands/checklist.ts';
import { CHECKLIST } from '../../src/evidence/accept/checklist.ts';
import { systemHost } from '../../src/host/host.ts';
import { CHECKS } from '../../src/proof/checks/catalog.ts';
import { listProfiles } from '../../src/stack/profile-loader.ts';
import { written } from '../evidence/on-disk.ts';
import { failing, sampleResults } from '../evidence/sample-results.ts';
import { silentConsole } from './program-facts.ts';

const { signal: never } = new AbortController();

const host = { ...systemHost(), env: { PATH: process.env.PATH } };

/** What `bus-setup checklist` prints. */
async function checklist(path?: string, flags: { json?: boolean; format?: string } = {}) {
  const { console, lines } = silentConsole();
  const exitCode = await printChecklist(host, console, path, { format: 'text', ...flags }, never);
  return { exitCode, lines, text: lines.join('\n') };
}

describe('the deliverables', () => {
  it('hold every line of the checklist once', () => {
    const ids = DELIVERABLES.flatMap(({ lines }) => lines);
    expect(ids.toSorted()).toEqual(CHECKLIST.map(({ id }) => id).sort());
  });

  it('stand on checks that there are, and leave no check out', () => {
    const named = CHECKLIST.flatMap(({ checks = [] }) => checks);
    expect([...new Set(named)].sort()).toEqual(CHECKS.map(({ id }) => id).sort());
  });

  it('keep apart the tiers that profiles have', async () => {
    const tiers = new Set((await listProfiles(systemHost())).map(({ profile }) => profile.tier));
    expect(new Set(PROOF_TIERS.map(({ tier }) => tier))).toEqual(tiers);
  });
});

describe('bus-setup checklist', () => {
  it('is all open without evidence, and says what is no part of a pilot', async () => {
    const { exitCode, text } = await checklist();
    expect(exitCode).toBe(0);
    expect(text).not.toContain('[x]');
    expect(text).toContain('Not part of the first paid pilot');
    expect(openLines().every(({ state }) => state === 'open')).toBe(true);
  });

  it('is ticked from the evidence of a run, with the checks; the rest is left to a person', async () => {
    const { archive } = await written(sampleResults());
    const { text, exitCode } = await checklist(archive);
    expect(exitCode).toBe(0);
    expect(text).toMatch(/\[x\] MODEL_ACCESS .*\n +models passed/);
    expect(text).toMatch(/\[x\] ACCOUNTS .*\n +auth-waitlist, auth-lifecycle passed/);
    expect(text).toMatch(/\[ \] KNOWN_LIMITATIONS .*\n +open for a person: a person has to look/);
    expect(text).toMatch(/\[ \] LIVE_CODEX .*\n +open for a person: skipped: live-codex/);
    expect(text).toMatch(
      /\[ \] BOUNDARIES .*\n +open for a person: not part of this proof: hosted-boundaries/,
    );
  });

  it('takes a local proof for no other', async () => {
    const { text } = await checklist((await written(sampleResults())).archive);
    expect(text).toContain('[x] Local proof: this evidence');
    expect(text).toContain('[ ] Hosted proof: no evidence was given');
    expect(text).toContain('[ ] Production-pilot proof: no evidence was given');
  });

  it('marks what the evidence speaks against', async () => {
    const red = sampleResults({
      change: (check) => (check.id === 'models' ? failing(check, 'no model') : check),
    });
    const { text, exitCode } = await checklist((await written(red)).archive);
    expect(exitCode).toBe(3);
    expect(text).toMatch(/\[!\] MODEL_ACCESS .*\n +models failed/);
    expect(text).toContain('[!] Local proof: this evidence');
  });

  it('is the same as data and as Markdown', async () => {
    const { archive } = await written(sampleResults());
    const data = JSON.parse((await checklist(archive, { json: true })).text);
    expect(data.deliverables.map(({ id }: { id: string }) => id)).toEqual(DELIVERABLES.map(({ id }) => id));
    expect(data.deliverables[0].lines[1]).toMatchObject({
      id: 'MODEL_ACCESS',
      checks: ['models'],
      state: 'met',
    });
    expect((await checklist(archive, { format: 'md' })).text).toContain('- [x] `MODEL_ACCESS`');
    await expect(checklist(archive, { format: 'pdf' })).rejects.toMatchObject({ reason: { id: 'RN-USAGE' } });
  });
});
