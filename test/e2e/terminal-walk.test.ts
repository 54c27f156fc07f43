import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runEvent } from '../../src/steps/events.ts';
import { readBundle } from '../bundle/read-bundle.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { expectClean, filesBelow, leakIn, opaqueCanary, shapedCanary } from './canaries.ts';
import { keyPresser, lineTyper } from './operators.ts';
import { workspace } from './program.ts';
import { openTerminal } from './terminal.ts';

describe.each([
  ['by keys in the wizard', keyPresser],
  ['by lines, one question at a time', lineTyper],
])('a run %s', (_face, operator) => {
  it('goes from S1 to S6, and leaves a proven stack, a report and a bundle', async () => {
    const { folder, run } = workspace();
    onTestFinished(async () => {
      await run(['stop', '--wipe', '--output', 'out']);
    });
    const out = join(folder, 'out');
    const args = [...operator.args, '--output', 'out', '--port', '0'];
    const planted = { environment: opaqueCanary(), address: opaqueCanary(), shape: shapedCanary() };
    const terminal = openTerminal(args, folder, {
      ...operator.setting,
      env: {
        ...operator.setting.env,
        MY_API_TOKEN: planted.environment,
        MY_DATABASE_URL: `postgres://app:${planted.address}@db.example:5432/x`,
        PARTNER_STRIPE_KEY: planted.shape,
      },
    });
    const asked = async (question: string, screen: string): Promise<void> => {
      await terminal.see(question);
      operator.expectQuestion(terminal, screen);
    };

    await asked('Which profile?', 'S1 Welcome');
    operator.accept(terminal);
    await asked('Start the stack?', 'S2 Preflight');
    operator.accept(terminal);
    await asked('Run the proof?', 'S3 Start');
    const [, gateway] = /gateway +(http:\/\/127\.0\.0\.1:\d+)/.exec(terminal.screen().join('\n')) ?? [];
    await (
      await fetch(`${gateway}/v1/models?access_token=${planted.environment}&key=${planted.shape}`)
    ).text();
    operator.accept(terminal);
    await asked('Write the bundle?', 'S4 Proof');
    await operator.lookAtFirst(terminal, 'proves');
    operator.accept(terminal);
    await asked('Seal these files', 'S5 Bundle');
    expect(existsSync(join(out, 'bundle.tar.gz'))).toBe(false);
    await operator.lookAtFirst(terminal, '"kernel":');
    operator.leaveFirstOut(terminal);
    await terminal.see('1 file left out');
    operator.accept(terminal);
    await asked('Finish?', 'S5 Bundle');
    operator.accept(terminal);
    await asked('Leave?', 'S6 Done');
    operator.accept(terminal);
    expect(await terminal.exit).toEqual({ exitCode: 0, signal: 0 });
    operator.expectEnd(terminal);

    for (const name of ['report.md', 'results.json', 'bundle.tar.gz'])
      expect(existsSync(join(out, name))).toBe(true);
    const members = await readBundle(join(out, 'bundle.tar.gz'));
    expect(members.has('environment/host.json')).toBe(false);
    expect(members.has('environment/keys.json')).toBe(true);
    const journal = readFileSync(join(out, 'journal.ndjson'), 'utf8').trimEnd().split('\n');
    const last = runEvent.parse(JSON.parse(journal.at(-1) ?? ''));
    expect(last).toMatchObject({ type: 'run.finished', verdict: 'passed', exitCode: 0 });
    expect((await run(['status', '--output', 'out'])).code).toBe(0);
    // Every byte that the terminal got, whatever screen it drew, and every file: run, stack, settings.
    expect(leakIn(Buffer.from(terminal.bytes()), planted)).toBeUndefined();
    expectClean(filesBelow(folder), planted);
  });
});

describe('a person who is asked line by line', () => {
  it.each([
    ['a terminal that draws no screens', { env: { TERM: 'dumb' } }, 'draws no screens'],
    ['a terminal that is too small', { columns: 45, rows: 40 }, 'the screens need 50x12'],
  ])('is so on %s, and can leave before anything is started', async (_which, setting, why) => {
    const folder = temporaryFolder();
    const terminal = openTerminal(['--output', 'out'], folder, setting);
    await terminal.see('Type a number from 1 to');
    expect(terminal.screen().join('').replaceAll(/\s+/g, ' ')).toContain(why);
    terminal.type('\u0003');
    expect(await terminal.exit).toEqual({ exitCode: 130, signal: 0 });
    expect(terminal.screen().join('\n')).toContain('Nothing was started.');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('is not asked with --no-input, and is told which flag has the answer', async () => {
    const folder = temporaryFolder();
    const terminal = openTerminal(['--no-input', '--output', 'out'], folder, {});
    expect(await terminal.exit).toEqual({ exitCode: 2, signal: 0 });
    expect(terminal.screen().join('')).toContain('--profile ID');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
