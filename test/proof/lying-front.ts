import { join } from 'node:path';
import { systemHost } from '../../src/host/host.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { createRuntime } from '../../src/stack/create-runtime.ts';
import { stackFiles } from '../../src/stack/embedded/stack-files.ts';
import { type RunningRecord, readRecord, writeRecord } from '../../src/stack/embedded/stack-record.ts';
import { loadProfile } from '../../src/stack/profile-loader.ts';
import { type Lie, type LyingGateway, type LyingGatewayOptions, lyingGateway } from './lying-gateway.ts';

const never = new AbortController().signal;

/** A real embedded stack in a run folder, behind a gateway that can lie. */
export interface LyingFront {
  /** Base URL of the gateway that lies; whatever is run in the folder takes it for the stack's own. */
  readonly url: string;
  lie(lie: Lie | undefined): void;
  /** Ends gateway and stack, and removes what the stack kept. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded stack for `--output FOLDER` and writes the lying gateway into its record, so that the program
 * itself, run with that `--output`, finds a running stack and proves it through the liar.
 * @param folder absolute path of the run folder
 */
export async function lyingFront(folder: string, options: LyingGatewayOptions = {}): Promise<LyingFront> {
  const host = { ...systemHost(), env: {}, cwd: folder };
  const secrets = new SecretRegistry();
  const stackFolder = join(folder, 'stack');
  const runtime = createRuntime(await loadProfile('embedded', host), { host, stackFolder, secrets, port: 0 });
  const observer = { serviceChanged: () => undefined, logLine: () => undefined };
  await runtime.start({ signal: never, observer });
  const files = stackFiles(stackFolder);
  const record = await readRecord(files, secrets);
  if (record?.phase !== 'running') throw new Error('the stack did not become ready');
  const gateway: LyingGateway = await lyingGateway(`http://127.0.0.1:${record.ports.gateway}`, options);
  const lying: RunningRecord = {
    ...record,
    ports: { ...record.ports, gateway: Number(new URL(gateway.url).port) },
  };
  await writeRecord(files, lying);
  return {
    url: gateway.url,
    lie: gateway.lie,
    stop: async () => {
      await gateway.close();
      await runtime.stop({ wipe: true, signal: never });
    },
  };
}
