import type { DockerCli } from './docker-cli.ts';

/** Milliseconds for a question that asks no engine. */
const CONTEXT_MS = 5_000;

/** The question where the Docker engine runs, as arguments for `docker`. */
export const ENGINE_QUESTION = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'] as const;

/** Where the Docker engine runs. */
export type EngineAddress =
  | { readonly remote: false }
  | {
      readonly remote: true;
      /** Host name of its machine, as the Docker client knows it. */
      readonly hostName: string;
      /** How it is reached: `ssh` or `tcp`. */
      readonly protocol: string;
    };

/**
 * Finds out on which machine the engine runs, as the Docker client decides it: `DOCKER_HOST`, then the current context.
 * A socket or pipe is this machine (also the virtual machine of Docker Desktop, which publishes ports on this one).
 * @throws the signal's reason when it is aborted
 */
export async function engineAddress(docker: DockerCli, signal: AbortSignal): Promise<EngineAddress> {
  const asked = await docker.outcome(ENGINE_QUESTION, { signal, timeoutMs: CONTEXT_MS, shared: true });
  return asked.ok ? readEngineAddress(asked.stdout.trim()) : { remote: false };
}

/** Reads an address such as `ssh://me@build.example`, `tcp://10.0.0.5:2376` or `unix:///var/run/docker.sock`. */
export function readEngineAddress(address: string): EngineAddress {
  if (!URL.canParse(address)) return { remote: false };
  const { protocol, hostname } = new URL(address);
  const scheme = protocol.slice(0, -1);
  if (scheme === 'unix' || scheme === 'npipe' || scheme === 'fd' || hostname === '') return { remote: false };
  if (/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return { remote: false };
  return { remote: true, hostName: hostname, protocol: scheme };
}
