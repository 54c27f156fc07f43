import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { API_KEY_LOGIN, LOOPBACK_KEY } from '../../embedded/codex/codex-home.ts';
import { set } from './checkout.ts';
import { missingEngine, type OpenCheckout, openCheckout } from './open-checkout.ts';

/** What preflight says of the container, with everything that it printed. */
async function seen(checkout: OpenCheckout) {
  const { events, stdout } = await checkout.runJson(['preflight']);
  expect(stdout).not.toContain(LOOPBACK_KEY);
  const results = events.flatMap((event) => (event.type === 'check.finished' ? [event.result] : []));
  const { status, reason, observed } = results.find(({ id }) => id === 'codex-container') ?? {};
  return { status, reason: reason?.id, says: reason?.detail ?? observed };
}

describe.skipIf(missingEngine() !== undefined)('the container of bus-codex and the credentials', () => {
  it('is told: there, blind, or older than what it copied', async () => {
    const checkout = await openCheckout({ BUS_CODEX_PROVIDER: 'codex' });
    const folder = join(checkout.home, '.codex');
    const login = () => writeFile(join(folder, 'auth.json'), API_KEY_LOGIN, { mode: 0o600 });
    const recreate = () =>
      checkout.compose('up', '--detach', '--build', '--force-recreate', '--no-deps', 'bus-codex');

    expect(await seen(checkout)).toMatchObject({ status: 'SKIP', reason: 'CX-CREDENTIALS-MISSING' });
    await login();
    expect(await seen(checkout)).toMatchObject({ status: 'SKIP', reason: 'CX-CONTAINER-ABSENT' });
    await recreate();
    expect(await seen(checkout)).toMatchObject({ status: 'PASS', says: expect.stringContaining('can read') });

    await login();
    expect(await seen(checkout)).toMatchObject({
      reason: 'CX-CONTAINER-OLD',
      says: 'auth.json was written after its last start',
    });
    await recreate();
    await set(checkout, { BUS_CODEX_MODEL: 'gpt-other' });
    expect(await seen(checkout)).toMatchObject({
      reason: 'CX-CONTAINER-OLD',
      says: 'BUS_CODEX_MODEL is another now than when it was made',
    });

    const other = join(checkout.home, 'other-codex');
    await mkdir(other);
    await writeFile(join(other, 'auth.json'), API_KEY_LOGIN, { mode: 0o600 });
    await set(checkout, { BUS_CODEX_HOME: other });
    expect(await seen(checkout)).toMatchObject({
      status: 'FAIL',
      reason: 'CX-CONTAINER-BLIND',
      says: expect.stringContaining('another folder is mounted'),
    });
    await recreate();
    expect(await seen(checkout)).toMatchObject({ status: 'PASS' });
    await set(checkout, { BUS_CODEX_PROVIDER: 'static' });
    expect(await seen(checkout)).toMatchObject({ status: 'SKIP', reason: 'CX-STATIC-PROVIDER' });
  });
});
