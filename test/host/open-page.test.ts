import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPage } from '../../src/host/open-page.ts';
import { temporaryFolder, testHost } from '../fixtures/test-host.ts';

/** A folder on the path with an `xdg-open` of the test's own. */
function pathWith(script: string): string {
  const folder = temporaryFolder();
  const file = join(folder, 'xdg-open');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return folder;
}

/** A host with an environment, which also says where its programs are. */
function host(env: Readonly<Record<string, string>>, platform: NodeJS.Platform = 'linux') {
  return { ...testHost({ env }), platform };
}

describe('a page', () => {
  it('is not opened on a machine without a display, where a browser would take the terminal', async () => {
    const opened = await openPage(host({}), '/srv/report.html');
    expect(opened).toEqual({
      path: '/srv/report.html',
      opened: false,
      why: 'There is no display here for a browser.',
    });
  });

  it('is handed to the program of the desktop', async () => {
    const folder = pathWith('echo "$1" > "$(dirname "$0")/asked"');
    const opened = await openPage(
      host({ DISPLAY: ':0', PATH: `${folder}:${process.env.PATH}` }),
      '/srv/my report.html',
    );
    expect(opened).toEqual({ path: '/srv/my report.html', opened: true });
    await expect.poll(() => existsSync(join(folder, 'asked'))).toBe(true);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('/srv/my report.html\n');
  });

  it('that cannot be opened is told with the reason', async () => {
    const PATH = pathWith('exit 3');
    expect(await openPage(host({ WAYLAND_DISPLAY: 'w', PATH }), '/x.html')).toMatchObject({
      opened: false,
      why: 'xdg-open ended with code 3.',
    });
    const empty = { PATH: temporaryFolder() };
    expect(await openPage(host({ DISPLAY: ':0', ...empty }), '/x.html')).toMatchObject({
      why: 'xdg-open is not installed.',
    });
    expect(await openPage(host({ WSL_DISTRO_NAME: 'Ubuntu', ...empty }), '/x.html')).toMatchObject({
      why: 'wslview is not installed.',
    });
    expect(await openPage(host(empty, 'darwin'), '/x.html')).toMatchObject({ why: 'open is not installed.' });
  });

  it('is not waited for', async () => {
    const PATH = `${pathWith('exec sleep 5')}:${process.env.PATH}`;
    const quick = { ...host({ DISPLAY: ':0', PATH }), sleep: async () => undefined };
    expect(await openPage(quick, '/x.html')).toMatchObject({ opened: true });
  });
});
