import { open, statfs } from 'node:fs/promises';
import { availableParallelism, freemem, loadavg, release, totalmem, uptime } from 'node:os';
import { execa } from 'execa';
import type { Host } from '../../host/host.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';
import { plainLine } from '../tail-lines.ts';

/** Programs that a stack is run with, and how each tells its version. */
const TOOLS = [
  { id: 'git', command: ['git', '--version'] },
  { id: 'docker', command: ['docker', 'version', '--format', '{{.Client.Version}} / {{.Server.Version}}'] },
  { id: 'docker-compose', command: ['docker', 'compose', 'version', '--short'] },
] as const;

/** Milliseconds for one tool: a Docker daemon that hangs must not take the other facts with it. */
const TOOL_DEADLINE_MS = 10_000;
const MEGABYTE = 1024 * 1024;
/** As much of os-release as is read: it is some 300 bytes. */
const OS_RELEASE_BYTES = 4_096;

/** What the machine has to offer, and the versions of the tools on it. Never its name or its user. */
export const hostFactsCollector: Collector = {
  id: 'host-facts',
  title: 'Host facts',
  deadlineMs: 20_000,
  capBytes: 64 * 1024,
  paths: () => ['environment/host.json', 'environment/host-now.json'],
  async collect({ host, folder, signal }) {
    const tools = await Promise.all(TOOLS.map((tool) => versionOf(tool, host, signal)));
    const machine = {
      system: await systemName(),
      kernel: release(),
      processors: availableParallelism(),
      memoryMegabytes: Math.round(totalmem() / MEGABYTE),
      tools: Object.fromEntries(tools),
    };
    const now = {
      freeMemoryMegabytes: Math.round(freemem() / MEGABYTE),
      load: loadavg(),
      uptimeSeconds: Math.round(uptime()),
      diskOfRunFolder: await diskOf(folder),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      locale: host.env.LC_ALL ?? host.env.LANG ?? null,
      now: host.now().toISOString(),
    };
    return [
      jsonFile(
        'environment/host.json',
        machine,
        'system, kernel, processors, memory, and the versions of the tools',
      ),
      jsonFile('environment/host-now.json', now, 'memory, load, disk and clock at that moment', {
        volatile: true,
      }),
    ];
  },
};

/** The first line of what a tool says; null when it is not there or does not answer. */
async function versionOf(
  { id, command: [program, ...args] }: (typeof TOOLS)[number],
  host: Host,
  signal: AbortSignal,
): Promise<readonly [string, string | null]> {
  const { PATH, HOME, DOCKER_HOST, SystemRoot } = host.env;
  const result = await execa(program, args, {
    cwd: host.cwd,
    cancelSignal: signal,
    timeout: TOOL_DEADLINE_MS,
    stdin: 'ignore',
    reject: false,
    maxBuffer: 16 * 1024,
    extendEnv: false,
    env: { PATH, HOME, DOCKER_HOST, SystemRoot, LC_ALL: 'C' },
  });
  signal.throwIfAborted();
  const [line = ''] = result.failed ? [] : result.stdout.split('\n');
  return [id, line === '' ? null : plainLine(line).slice(0, 200)];
}

/** The name of the distribution, e.g. `Debian GNU/Linux 12 (bookworm)` (os-release(5)); null where there is none. */
async function systemName(): Promise<string | null> {
  try {
    const file = await open('/etc/os-release');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(OS_RELEASE_BYTES), 0, OS_RELEASE_BYTES);
      const name = /^PRETTY_NAME="?([^"\n]{1,200})/m.exec(buffer.toString('utf8', 0, bytesRead))?.[1];
      return name === undefined ? null : plainLine(name);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

async function diskOf(folder: string): Promise<{ freeMegabytes: number; totalMegabytes: number } | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return {
      freeMegabytes: Math.round((bavail * bsize) / MEGABYTE),
      totalMegabytes: Math.round((blocks * bsize) / MEGABYTE),
    };
  } catch {
    return null;
  }
}
