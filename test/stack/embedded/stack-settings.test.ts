import { expect, test } from 'vitest';
import { systemHost } from '../../../src/host/host.ts';
import { gatewayPort, stackEnvironment } from '../../../src/stack/embedded/stack-settings.ts';
import { loadProfile } from '../../../src/stack/profile-loader.ts';

const hostWith = (env: Record<string, string>) => ({ ...systemHost(), env });

test('the port asked for wins over the environment, which wins over the profile', () => {
  expect(gatewayPort(0, 18080, hostWith({ LOCAL_AI_PLATFORM_PORT: '9000' }))).toBe(0);
  expect(gatewayPort(undefined, 18080, hostWith({ LOCAL_AI_PLATFORM_PORT: '9000' }))).toBe(9000);
  expect(gatewayPort(undefined, 18080, hostWith({ LOCAL_AI_PLATFORM_PORT: '' }))).toBe(18080);
  expect(gatewayPort(undefined, 18080, hostWith({}))).toBe(18080);
});

test.each(['seventy', '-1', '65536', '80.5', '0x50', ' 80', '1e3'])('%j is no port', (text) => {
  expect(() => gatewayPort(undefined, 18080, hostWith({ LOCAL_AI_PLATFORM_PORT: text }))).toThrow(
    'ST-PORT-INVALID',
  );
});

test('the environment changes public settings, never local-only ones, and passes no credential on', async () => {
  const { profile } = await loadProfile('embedded', hostWith({}));
  const own = ['not', 'to', 'be', 'passed', 'on'].join('-');
  const settings = stackEnvironment(
    profile,
    hostWith({
      BUS_LLM_BILLING_BACKEND: 'none',
      BUS_LOCAL_JWT_SECRET: own,
      BUS_STRIPE_SECRET_KEY: own,
      BUS_CODEX_HOME: own,
      UNRELATED: own,
    }),
  );
  expect(settings).toMatchObject({
    BUS_LLM_BILLING_BACKEND: 'none',
    BUS_LOCAL_JWT_SECRET: 'not-a-secret-local-development-hs256-key',
    BUS_CODEX_PROVIDER: 'static',
  });
  expect(JSON.stringify(settings)).not.toContain(own);
});
