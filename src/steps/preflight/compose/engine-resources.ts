import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import type { ComposeConfig } from '../../../stack/compose/compose-config.ts';
import type { ComposeProject } from '../../../stack/compose/compose-project.ts';
import { engineAddress } from '../../../stack/compose/engine-address.ts';
import type { Probe, ProbeContext } from '../probe.ts';
import { configOf, onceAskable } from './ask-compose.ts';

const ASK_MS = 15_000;

const info = z.looseObject({
  MemTotal: z.int().nonnegative(),
  NCPU: z.int().nonnegative().optional(),
  DockerRootDir: z.string().max(1_000).optional(),
});

/** Memory and disk inside of the engine: with Docker Desktop or a remote engine those are not this machine's. */
export const engineResources: Probe = onceAskable({
  id: 'engine-resources',
  title: 'Memory and disk of the engine',
  required: true,
  proves:
    'The machine or virtual machine in which the containers run has the memory and free disk of the profile.',
  doesNotProve: 'That other containers leave it free.',
  command: () => "docker info --format '{{.MemTotal}}' && docker system df",
  async run(context) {
    const { runtime } = context.loaded.profile;
    const needed = runtime.kind === 'compose' ? runtime.engine : undefined;
    const { project, config } = await configOf(context);
    const answer = await project.ask(['info', '--format', '{{json .}}'], context.signal, {
      timeoutMs: ASK_MS,
    });
    const facts = info.safeParse(jsonOf(answer));
    if (!facts.success) {
      return {
        status: 'FAIL',
        reason: 'PF-ENGINE-UNKNOWN',
        detail: 'docker info answered in an unknown shape',
      };
    }
    const memory = Math.floor(facts.data.MemTotal / 1_000_000);
    if (needed !== undefined && memory < needed.memoryMegabytes) {
      const detail = `${memory} MB, ${needed.memoryMegabytes} MB needed`;
      return { status: 'FAIL', reason: 'PF-ENGINE-MEMORY-LOW', detail };
    }
    const disk = await freeDisk(context, project, config, facts.data.DockerRootDir);
    if (disk !== undefined && needed !== undefined && disk < needed.diskMegabytes) {
      const detail = `${disk} MB free, ${needed.diskMegabytes} MB needed`;
      return { status: 'FAIL', reason: 'PF-ENGINE-DISK-LOW', detail };
    }
    const free = disk === undefined ? 'its free disk is not told' : `${disk} MB of disk free`;
    return { status: 'PASS', observed: `${memory} MB of memory, ${free}` };
  },
});

/**
 * Free megabytes where the engine keeps its images: its own folder when that is on this machine, else what a container
 * of an image that is there already sees.
 * @returns undefined when neither can be asked
 */
async function freeDisk(
  { signal }: ProbeContext,
  project: ComposeProject,
  config: ComposeConfig,
  folder: string | undefined,
): Promise<number | undefined> {
  const { remote } = await engineAddress(project.docker, signal);
  const local = remote || folder === undefined ? undefined : await statfs(folder).catch(() => undefined);
  if (local !== undefined) return Math.floor((local.bavail * local.bsize) / 1_000_000);
  const image = await imageThatIsThere(project, config, signal);
  if (image === undefined) return undefined;
  const command = ['run', '--rm', '--network', 'none', '--entrypoint', 'df', image, '-Pk', '/'];
  const seen = await project.try(command, signal, { timeoutMs: ASK_MS });
  const available = /^\S+\s+\d+\s+\d+\s+(\d+)\s/m.exec(seen.stdout.split('\n')[1] ?? '')?.[1];
  return available === undefined ? undefined : Math.floor((Number(available) * 1_024) / 1_000_000);
}

async function imageThatIsThere(
  project: ComposeProject,
  config: ComposeConfig,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const image of new Set(config.services.flatMap((service) => service.image ?? []))) {
    const found = await project.try(['image', 'inspect', '--format', '{{.Id}}', image], signal);
    if (found.ok) return image;
  }
  return undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
