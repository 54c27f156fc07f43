import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { cleanEnvironment, LAUNCHER } from './program.ts';

/** So much of a log that a part of it comes out before the log ends. */
const BEGINNING = 'level=info msg="listening" port=18080\n'.repeat(100_000);

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends a command that is no run with %i, in the middle of its work', async (signal, code) => {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, [LAUNCHER, 'redact', '-'], {
    cwd: folder,
    env: cleanEnvironment(folder),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // It ends while it is still being written to.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'exit');
  child.stdin.write(BEGINNING);
  await once(child.stdout, 'data');
  child.stdout.resume();
  child.kill(signal);
  // The code and not the signal: it ended by itself, in order.
  expect(await ended).toEqual([code, null]);
  expect(stderr).toBe('');
});
