import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runEvent } from '../../../src/steps/events.ts';
import { openTerminal } from '../terminal.ts';
import { missingEngine, openCheckout } from './open-checkout.ts';
import { expectWholeFiles } from './whole-files.ts';

const ENTER = '\r';
/** Two dozen containers take their time. */
const CONTAINERS_MS = 600_000;

describe.skipIf(missingEngine() !== undefined)('the wizard on a checkout, in a real terminal', () => {
  it('walks from S1 to S6: starts the containers, proves them and writes the bundle', async () => {
    const checkout = await openCheckout();
    const terminal = openTerminal(checkout.flags, checkout.home, { columns: 100, rows: 30 });
    await terminal.see('S1 Welcome');
    terminal.type(ENTER);
    await terminal.see('Start the stack?', CONTAINERS_MS);
    terminal.type(ENTER);
    await terminal.see('S3 Start');
    await terminal.see('Run the proof?', CONTAINERS_MS);
    const started = terminal.screen().join('\n');
    expect(started).toContain(checkout.gatewayUrl);
    expect(started).toMatch(/healthy +postgres/);
    terminal.type(ENTER);
    await terminal.see('Write the bundle?', CONTAINERS_MS);
    expect(terminal.screen().join('\n')).toMatch(/notes-persistence/);
    terminal.type(ENTER);
    await terminal.see('Seal these files', CONTAINERS_MS);
    terminal.type(ENTER);
    await terminal.see('Finish?');
    terminal.type(ENTER);
    await terminal.see('S6 Done');
    await terminal.see('Proven: every required check passed.');
    terminal.type('q');
    expect(await terminal.exit).toEqual({ exitCode: 0, signal: 0 });
    expect([terminal.alternate(), terminal.cursorShown()]).toEqual([false, true]);

    const out = join(checkout.home, 'out');
    expectWholeFiles(out);
    const journal = readFileSync(join(out, 'journal.ndjson'), 'utf8').trimEnd().split('\n');
    const end = runEvent.parse(JSON.parse(journal.at(-1) ?? ''));
    expect(end).toMatchObject({ type: 'run.finished', verdict: 'passed', exitCode: 0 });
    expect((await checkout.run(['stop'])).code).toBe(0);
    expect(await checkout.compose('ps', '--quiet')).toBe('');
  });
});
