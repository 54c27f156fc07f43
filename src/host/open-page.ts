import { spawn } from 'node:child_process';
import type { Host } from './host.ts';

/** What became of a page that was to be shown. */
export interface OpenedPage {
  /** Absolute path of its file. */
  readonly path: string;
  /** True when a browser was told; nobody can know whether it shows the page. */
  readonly opened: boolean;
  /** Why it was not, one sentence. */
  readonly why?: string;
}

/** Milliseconds in which a program that cannot open the page says so; one that still runs then is the browser itself. */
const SAYS_SO_WITHIN_MS = 2_000;

/**
 * Shows a local page in the operator's browser. The browser is a process of its own: it is not waited for, it has none
 * of the terminal's streams, and it outlives this program.
 * @param path absolute path of an HTML file
 * @returns never rejects: what did not work is told
 */
export async function openPage(host: Host, path: string): Promise<OpenedPage> {
  const opener = openerOf(host);
  if (opener === undefined) return { path, opened: false, why: 'There is no display here for a browser.' };
  const settled = new AbortController();
  const patience = host.sleep(SAYS_SO_WITHIN_MS, settled.signal).catch(() => undefined);
  const why = await Promise.race([failureOf(opener, path, host), patience]);
  settled.abort();
  return typeof why === 'string' ? { path, opened: false, why } : { path, opened: true };
}

/** @returns why the program failed, once it has; undefined when it ended well */
function failureOf(program: string, path: string, { tmp, env }: Host): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const child = spawn(program, [path], { cwd: tmp, env: { ...env }, detached: true, stdio: 'ignore' });
  child.once('error', (error) => {
    const missing = 'code' in error && error.code === 'ENOENT';
    resolve(missing ? `${program} is not installed.` : `${program} cannot be started.`);
  });
  child.once('exit', (code) =>
    resolve(code === 0 ? undefined : `${program} ended with code ${code ?? '?'}.`),
  );
  child.unref();
  return promise;
}

/** The program that opens a file with what the desktop uses for it; undefined on a machine without a display. */
function openerOf({ platform, env }: Host): string | undefined {
  const isSet = (key: string): boolean => env[key] !== undefined && env[key] !== '';
  if (platform === 'darwin') return 'open';
  if (platform === 'win32') return 'explorer.exe';
  // Linux inside Windows: the browser is that of Windows, whether or not Linux has a display of its own.
  if (isSet('WSL_DISTRO_NAME')) return 'wslview';
  // Without a display xdg-open would start a browser in this very terminal.
  return isSet('DISPLAY') || isSet('WAYLAND_DISPLAY') ? 'xdg-open' : undefined;
}
