import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Host, systemHost } from '../../../src/host/host.ts';
import { SetupError } from '../../../src/reasons/setup-error.ts';
import { SecretRegistry } from '../../../src/redact/secret.ts';
import { createRuntime } from '../../../src/stack/create-runtime.ts';
import { loadProfile } from '../../../src/stack/profile-loader.ts';
import { temporaryFolder } from '../../fixtures/test-host.ts';

const ID = 'a1b2c3d4e5f6';
const never = new AbortController().signal;

/** A `docker` that has one running container, and does on a restart what its script says. */
function engine(onRestart: string): {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
} {
  const folder = temporaryFolder();
  const listed = { ID, Service: 'bus-notes-api', State: 'running', Image: 'bus:1' };
  const inspected = (startedAt: string) => [{ Id: ID, State: { Status: 'running', StartedAt: startedAt } }];
  const files = {
    'compose.yaml': 'services: {}\n',
    'config.json': JSON.stringify({ name: 'p', services: { 'bus-notes-api': { image: 'bus:1' } } }),
    'ps.json': JSON.stringify(listed),
    'inspect.json': JSON.stringify(inspected('2026-01-01T00:00:00Z')),
    'again.json': JSON.stringify(inspected('2026-01-01T00:01:00Z')),
    'untold.json': JSON.stringify([{ Id: ID, State: { Status: 'running' } }]),
    docker: `#!/bin/sh
cd '${folder}'
case " $* " in
  *' restart '*) ${onRestart} ;;
  *' config '*) cat config.json ;;
  *' ps '*) cat ps.json ;;
  *' inspect --type '*) cat inspect.json ;;
  *) exit 1 ;;
esac
`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  chmodSync(join(folder, 'docker'), 0o700);
  return { folder, env: { PATH: `${folder}:/usr/bin:/bin` } };
}

/** Reason of a restart on that engine; undefined when it succeeded. */
async function reasonOf(onRestart: string): Promise<string | undefined> {
  const { folder, env } = engine(onRestart);
  const host: Host = { ...systemHost(), env, cwd: folder, home: folder };
  const runtime = createRuntime(await loadProfile('local', host), {
    host,
    stackFolder: join(folder, 'stack'),
    secrets: new SecretRegistry(),
    choices: { checkout: folder },
  });
  try {
    await runtime.restart('bus-notes-api', never);
    return undefined;
  } catch (error) {
    if (error instanceof SetupError) return error.reason.id;
    throw error;
  }
}

describe('a restart of a container', () => {
  it('is one when Docker started it anew', async () => {
    expect(await reasonOf('cp again.json inspect.json')).toBeUndefined();
  });

  it.each([
    ['an engine that does nothing', 'true'],
    ['an engine that does not tell when it started what', 'cp untold.json inspect.json'],
  ])('is none for %s', async (_, onRestart) => {
    expect(await reasonOf(onRestart)).toBe('ST-NOT-RESTARTED');
  });
});
