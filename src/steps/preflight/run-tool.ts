import { execa } from 'execa';
import type { Host } from '../../host/host.ts';

/** Milliseconds a tool may take to tell its version. */
const TOOL_DEADLINE_MS = 20_000;

/**
 * Asks a tool on the operator's PATH, without a shell and without input.
 * @param args arguments, the first word is the tool
 * @returns its first line without control characters; undefined when it is not there, fails or takes too long
 */
export async function firstLineOf(
  args: readonly [string, ...string[]],
  host: Host,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [tool, ...rest] = args;
  const result = await execa(tool, rest, {
    env: { ...host.env },
    extendEnv: false,
    stdin: 'ignore',
    timeout: TOOL_DEADLINE_MS,
    maxBuffer: 100_000,
    cancelSignal: signal,
    reject: false,
  });
  signal.throwIfAborted();
  if (result.failed) return undefined;
  return (result.stdout.split('\n')[0] ?? '').replaceAll(/\p{Cc}/gu, '').slice(0, 200);
}
