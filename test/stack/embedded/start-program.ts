/*
 * A program of its own that starts the stack in the folder it is given, and says what came of it as one line of JSON.
 * Tests run several at once, and kill them half-way.
 */
import { systemHost } from '../../../src/host/host.ts';
import { SecretRegistry } from '../../../src/redact/secret.ts';
import { createRuntime } from '../../../src/stack/create-runtime.ts';
import { loadProfile } from '../../../src/stack/profile-loader.ts';

const [, , stackFolder = '', exitAt = ''] = process.argv;
const host = systemHost();
const runtime = createRuntime(await loadProfile('embedded', host), {
  host,
  stackFolder,
  secrets: new SecretRegistry(),
  port: 0,
});
const { started, status } = await runtime.start({
  signal: new AbortController().signal,
  observer: {
    serviceChanged({ service }) {
      // A forced end, as a second Ctrl+C makes it.
      if (service === exitAt) process.exit(130);
    },
    logLine: () => undefined,
  },
});
process.stdout.write(`${JSON.stringify({ started, pid: status.pid })}\n`);
