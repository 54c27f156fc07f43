import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { holdFolder, isFolderHeld } from '../../src/host/folder-hold.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';

const MODULE = new URL('../../src/host/folder-hold.ts', import.meta.url).href;

test('a folder is held by one process, and by nobody once it was killed', async () => {
  const folder = temporaryFolder();
  expect(isFolderHeld(folder)).toBe(false);
  expect(existsSync(join(folder, 'in-use.sqlite'))).toBe(false);
  const script = `import { holdFolder } from ${JSON.stringify(MODULE)};
    holdFolder(process.argv[1]); process.stdout.write('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(isFolderHeld(folder)).toBe(true);
  expect(holdFolder(folder)).toBeUndefined();
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  expect(isFolderHeld(folder)).toBe(false);
  const letGo = holdFolder(folder);
  expect(statSync(join(folder, 'in-use.sqlite')).mode & 0o777).toBe(0o600);
  letGo?.();
  letGo?.();
});

test('a lock that is a link is not followed', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'target'), '');
  symlinkSync(join(folder, 'target'), join(folder, 'in-use.sqlite'));
  expect(() => holdFolder(folder)).toThrow(/EEXIST/);
});
