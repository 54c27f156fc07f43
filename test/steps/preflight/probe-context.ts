import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Host, systemHost } from '../../../src/host/host.ts';
import { makePrivateFolder } from '../../../src/host/private-files.ts';
import { SecretRegistry } from '../../../src/redact/secret.ts';
import { createRuntime } from '../../../src/stack/create-runtime.ts';
import { loadProfile } from '../../../src/stack/profile-loader.ts';
import type { LoadedProfile } from '../../../src/stack/profile-parser.ts';
import type { ProbeContext } from '../../../src/steps/preflight/probe.ts';

/** A machine of its own for a test: empty home, empty workspace, and no environment but the PATH. */
export interface ProbeBench extends ProbeContext {
  readonly root: string;
  /** The same bench with another environment. */
  withEnv(env: Readonly<Record<string, string>>): ProbeBench;
  remove(): Promise<void>;
}

/** Makes the bench; its folders lie in the system's folder for temporary files. */
export async function probeBench(profile = 'embedded'): Promise<ProbeBench> {
  const root = await mkdtemp(join(tmpdir(), 'preflight-'));
  const folders = { home: join(root, 'home'), workspace: join(root, 'workspace'), run: join(root, 'run') };
  for (const folder of Object.values(folders)) await makePrivateFolder(folder);
  const base: Host = {
    ...systemHost(),
    env: { PATH: process.env.PATH },
    home: folders.home,
    cwd: folders.workspace,
  };
  const loaded = await loadProfile(profile, base);
  return bench(root, folders, loaded, base);
}

function bench(
  root: string,
  folders: { readonly workspace: string; readonly run: string },
  loaded: LoadedProfile,
  host: Host,
): ProbeBench {
  const secrets = new SecretRegistry();
  const stackFolder = join(root, 'stack');
  return {
    root,
    host,
    loaded,
    secrets,
    workspace: folders.workspace,
    folder: { folder: folders.run, stackFolder },
    runtime: createRuntime(loaded, { host, stackFolder, secrets, port: 0 }),
    signal: new AbortController().signal,
    withEnv: (env) => bench(root, folders, loaded, { ...host, env: { ...host.env, ...env } }),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
