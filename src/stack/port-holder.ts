import { readdir, readFile, readlink } from 'node:fs/promises';
import { execa } from 'execa';
import type { Host } from '../host/host.ts';

/** The program that listens on a port, as far as the system tells. */
export interface PortHolder {
  /** Name of its executable. */
  readonly name?: string;
  readonly pid?: number;
}

/** Milliseconds that one tool may take. */
const TOOL_DEADLINE_MS = 2_000;

/**
 * Finds out who listens on a TCP port: asks `lsof`, then `ss`, then reads `/proc`. Each may be missing, and none sees
 * the processes of other users without rights.
 * @returns what is known; empty when nothing is
 */
export async function portHolder(port: number, host: Host, signal: AbortSignal): Promise<PortHolder> {
  for (const ask of [askLsof, askSs, askProc]) {
    const holder = await ask(port, host, signal);
    signal.throwIfAborted();
    if (holder?.pid !== undefined) return holder;
  }
  return {};
}

/** `is held by node (process 4711)`. */
export function holderSentence({ name, pid }: PortHolder): string {
  if (pid === undefined) return 'is held by a program that this system does not name';
  return `is held by ${name ?? 'a program'} (process ${pid})`;
}

async function askLsof(port: number, host: Host, signal: AbortSignal): Promise<PortHolder | undefined> {
  const output = await outputOf('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], host, signal);
  return named(/^p(\d+)$/m.exec(output)?.[1], /^c(.+)$/m.exec(output)?.[1]);
}

async function askSs(port: number, host: Host, signal: AbortSignal): Promise<PortHolder | undefined> {
  const output = await outputOf('ss', ['-Hltnp', `sport = :${port}`], host, signal);
  const user = /users:\(\("([^"]+)",pid=(\d+)/.exec(output);
  return named(user?.[2], user?.[1]);
}

/** `/proc/net/tcp` gives the socket's inode, and the process has a descriptor that leads to it. */
async function askProc(port: number, host: Host, signal: AbortSignal): Promise<PortHolder | undefined> {
  if (host.platform !== 'linux') return undefined;
  const inodes = await listeningInodes(port);
  if (inodes.size === 0) return undefined;
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue;
    signal.throwIfAborted();
    for (const descriptor of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode === undefined || !inodes.has(inode)) continue;
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
      return named(pid, name.trim());
    }
  }
  return undefined;
}

async function listeningInodes(port: number): Promise<ReadonlySet<string>> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => '');
    for (const row of text.split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode] = row.trim().split(/\s+/);
      // 0A is LISTEN.
      if (state === '0A' && local.endsWith(`:${hexPort}`) && inode !== undefined) inodes.add(inode);
    }
  }
  return inodes;
}

async function outputOf(tool: string, args: string[], host: Host, signal: AbortSignal): Promise<string> {
  const result = await execa(tool, args, {
    env: { ...host.env, LC_ALL: 'C' },
    extendEnv: false,
    stdin: 'ignore',
    timeout: TOOL_DEADLINE_MS,
    maxBuffer: 100_000,
    cancelSignal: signal,
    reject: false,
  });
  return result.stdout ?? '';
}

function named(pid: string | undefined, name: string | undefined): PortHolder | undefined {
  if (pid === undefined) return undefined;
  const plain = (name ?? '').replaceAll(/\p{Cc}/gu, '').slice(0, 60);
  return { pid: Number(pid), ...(plain === '' ? {} : { name: plain }) };
}
