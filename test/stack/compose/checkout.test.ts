import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkoutFolder, openCheckout } from '../../../src/stack/compose/checkout.ts';
import { loadProfile } from '../../../src/stack/profile-loader.ts';
import type { StackChoices } from '../../../src/stack/stack-choices.ts';
import { temporaryFolder, testHost } from '../../fixtures/test-host.ts';

/** Opens a checkout with the given files, as the profile `local` does. */
async function open(
  files: Readonly<Record<string, string>>,
  choices: StackChoices = {},
  env: Readonly<Record<string, string>> = {},
) {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'bus'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, 'bus', name), text);
  const host = testHost({ cwd, env });
  const { profile } = await loadProfile('local', host);
  if (profile.runtime.kind !== 'compose') throw new Error('local runs on Compose');
  return await openCheckout(profile, profile.runtime, { checkout: 'bus', ...choices }, host);
}

const COMPOSE = { 'compose.yaml': 'services: {}\n' };

describe('a checkout', () => {
  it('is started from its example when it is clean', async () => {
    const { invocation } = await open({ ...COMPOSE, '.env.example': 'A=1\n' });
    expect(invocation).toMatchObject({
      files: ['compose.yaml'],
      envFile: '.env.example',
      activeProfiles: [],
    });
    expect(invocation.allProfiles).toEqual(['dev-task']);
  });

  it('takes its own .env before the example, and what was asked for before both', async () => {
    const files = { ...COMPOSE, '.env': '', '.env.example': '', other: '' };
    expect((await open(files)).invocation.envFile).toBe('.env');
    expect((await open(files, { envFile: 'bus/other' })).invocation.envFile).toMatch(/\/bus\/other$/);
    await expect(open(files, { envFile: 'missing' })).rejects.toThrow(/ST-ENV-UNREADABLE/);
  });

  it('reads settings as Compose does: environment, file, default, and empty is unset', async () => {
    const files = { ...COMPOSE, '.env': 'BUS_PORTAL_TOKEN=from-file\nLOCAL_AI_PLATFORM_PORT=\n' };
    const { setting } = await open(
      files,
      {},
      { BUS_LOCAL_ACCOUNT_ID: 'from-environment', BUS_PORTAL_TOKEN: '' },
    );
    expect(setting('BUS_PORTAL_TOKEN')).toBe('from-file');
    expect(setting('BUS_LOCAL_ACCOUNT_ID')).toBe('from-environment');
    expect(setting('LOCAL_AI_PLATFORM_PORT')).toBe('8080');
    expect(setting('BUS_LOCAL_JWT_SECRET')).toBe('not-a-secret-local-development-hs256-key');
  });

  it('switches on the profiles of the flag and of COMPOSE_PROFILES', async () => {
    const files = { ...COMPOSE, '.env': 'COMPOSE_PROFILES=dev-task, own\n' };
    const { invocation } = await open(files, { composeProfiles: ['debug'] });
    expect(invocation.activeProfiles).toEqual(['debug', 'dev-task', 'own']);
  });

  it('leaves the compose files to COMPOSE_FILE', async () => {
    expect((await open({}, {}, { COMPOSE_FILE: 'a.yaml:b.yaml' })).invocation.files).toEqual([]);
  });

  it('is refused without its folder, without its compose file, and with a link as its .env', async () => {
    await expect(open({})).rejects.toThrow(/ST-CHECKOUT-MISSING.*compose\.yaml/);
    await expect(open(COMPOSE, { checkout: 'elsewhere' })).rejects.toThrow(/ST-CHECKOUT-MISSING/);
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'compose.yaml'), '');
    symlinkSync('/etc/hostname', join(cwd, '.env'));
    const host = testHost({ cwd });
    const { profile } = await loadProfile('local', host);
    if (profile.runtime.kind !== 'compose') throw new Error('local runs on Compose');
    await expect(openCheckout(profile, profile.runtime, {}, host)).rejects.toThrow(
      /ST-ENV-UNREADABLE.*ELOOP/,
    );
    expect(checkoutFolder({}, host)).toBe(cwd);
  });
});
