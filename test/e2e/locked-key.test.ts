import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { cleanEnvironment, LAUNCHER } from './program.ts';

it('a key that ssh-keygen cannot unlock is refused before anything is started', async () => {
  const folder = temporaryFolder();
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'open sesame', '-f', join(folder, 'key')]);
  // A session of its own: nobody can be asked, whatever terminal the tests are started from.
  const child = spawn(process.execPath, [LAUNCHER, '--ci', '--sign-with', 'key.pub', '--output', 'out'], {
    cwd: folder,
    env: cleanEnvironment(folder),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(stderr).toContain('EV-KEY-LOCKED');
  expect(stderr).toContain(`ssh-add ${join(folder, 'key')}`);
  expect(code).toBe(2);
  expect(existsSync(join(folder, 'out'))).toBe(false);
});
