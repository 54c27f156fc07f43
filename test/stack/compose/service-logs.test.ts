import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Host, systemHost } from '../../../src/host/host.ts';
import { SecretRegistry } from '../../../src/redact/secret.ts';
import { createRuntime } from '../../../src/stack/create-runtime.ts';
import { loadProfile } from '../../../src/stack/profile-loader.ts';
import { temporaryFolder } from '../../fixtures/test-host.ts';

/** The log of one service, of a `docker` that does for it what the script says. */
async function logOf(onLogs: string): Promise<readonly string[]> {
  const folder = temporaryFolder();
  const files = {
    'compose.yaml': 'services: {}\n',
    'config.json': JSON.stringify({ name: 'p', services: { nginx: { image: 'nginx:1' } } }),
    'ps.json': JSON.stringify({ ID: 'a1b2c3d4e5f6', Service: 'nginx', State: 'running', Image: 'nginx:1' }),
    'inspect.json': JSON.stringify([{ Id: 'a1b2c3d4e5f6', State: { Status: 'running' } }]),
    docker: `#!/bin/sh
cd '${folder}'
case " $* " in
  *' logs '*) ${onLogs} ;;
  *' config '*) cat config.json ;;
  *' ps '*) cat ps.json ;;
  *' inspect --type '*) cat inspect.json ;;
  *) exit 1 ;;
esac
`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  chmodSync(join(folder, 'docker'), 0o700);
  const env = { PATH: `${folder}:/usr/bin:/bin` };
  const host: Host = { ...systemHost(), env, cwd: folder, home: folder };
  const runtime = createRuntime(await loadProfile('local', host), {
    host,
    stackFolder: join(folder, 'stack'),
    secrets: new SecretRegistry(),
    choices: { checkout: folder },
  });
  return await runtime.logs('nginx', 10, new AbortController().signal);
}

describe('the log of a container', () => {
  it('is empty where its driver keeps none', async () => {
    const says = 'Error response from daemon: configured logging driver does not support reading';
    expect(await logOf(`echo '${says}' >&2; exit 1`)).toEqual([]);
  });

  it('is no empty one when it cannot be read', async () => {
    await expect(logOf('echo "Error response from daemon: broken log" >&2; exit 1')).rejects.toMatchObject({
      reason: { id: 'ST-COMPOSE-FAILED', detail: expect.stringContaining('broken log') },
    });
  });

  it('is what Docker tells', async () => {
    expect(await logOf('echo "2026-01-01T00:00:00Z up"')).toEqual(['2026-01-01T00:00:00Z up']);
  });
});
