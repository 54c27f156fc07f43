import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { registerOperatorSecrets } from '../../src/stack/operator-secrets.ts';
import { plainHost } from '../bundle/bundle-fixture.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';

it('knows the secrets of the environment, of .env and of Codex, and nothing that is none', async () => {
  const folder = temporaryFolder();
  const codex = join(folder, 'codex');
  mkdirSync(codex);
  writeFileSync(join(codex, 'auth.json'), JSON.stringify({ tokens: { access_token: 'from-codex-81f2aa' } }));
  writeFileSync(join(folder, '.env'), 'STRIPE_SECRET_KEY="from-dotenv-17be"\nREGION=north\n');
  const secrets = new SecretRegistry();
  const env = {
    BUS_API_TOKEN: 'from-environment-5c0d',
    BUS_API_TOKEN_FILE: '/run/secrets/bus-token',
    PWD: '/srv/my project',
    OLDPWD: '/srv',
    MYSQL_PWD: '/from-mysql-77ae',
    HOME: folder,
    CODEX_HOME: codex,
    BUS_LOCAL_JWT_SECRET: 'not-a-secret-local-development-hs256-key',
  };
  await registerOperatorSecrets(plainHost(folder, env), folder, secrets);
  const hidden = secrets.all().filter(({ publicDefault }) => !publicDefault);
  expect(hidden.map((secret) => secret.reveal()).sort()).toEqual([
    '/from-mysql-77ae',
    'from-codex-81f2aa',
    'from-dotenv-17be',
    'from-environment-5c0d',
  ]);
});

it('knows the password of an address, under whatever name it stands', async () => {
  const folder = temporaryFolder();
  const secrets = new SecretRegistry();
  const env = {
    HTTP_PROXY: 'http://corp:from%2Dproxy%2D81f2aa@proxy.example:3128',
    REPORTS: 'postgres://app:from@reports-17be@db:5432/x',
    STORE: 'postgres://bus:bus@postgres:5432/bus_local',
    HOME_PAGE: 'https://example.org:8443/a:b@c',
    HOME: folder,
  };
  await registerOperatorSecrets(plainHost(folder, env), folder, secrets);
  const hidden = secrets.all().filter(({ publicDefault }) => !publicDefault);
  expect(hidden.map((secret) => secret.reveal()).sort()).toEqual([
    'from%2Dproxy%2D81f2aa',
    'from-proxy-81f2aa',
    'from@reports-17be',
  ]);
});

it('does not mind what cannot be read', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, '.env'));
  const secrets = new SecretRegistry();
  await registerOperatorSecrets(plainHost(folder, { HOME: join(folder, 'gone') }), folder, secrets);
  expect(secrets.all()).toEqual([]);
});
