// Run by determinism.test.ts in a process of its own: node write-in-child.ts FOLDER UMASK

import { writeBundle } from '../../src/bundle/write-bundle.ts';
import { systemHost } from '../../src/host/host.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { requestFor } from './bundle-fixture.ts';
import { asRuntime, PROFILE } from './fake-stack.ts';

const [folder = '', umask = '022'] = process.argv.slice(2);
process.umask(Number.parseInt(umask, 8));

const secrets = new SecretRegistry();
secrets.secret('PLANTED', 'planted-value-4fd1c07b93');
const runtime = asRuntime({
  kind: 'embedded',
  profile: PROFILE,
  status: async () => ({
    running: true,
    ready: true,
    services: [{ service: 'nginx', state: 'healthy', detail: `pid ${process.pid}` }],
    urls: { gateway: 'http://127.0.0.1:9' },
    pid: process.pid,
  }),
  logs: async (service) => [`${new Date().toString()} ${service} planted-value-4fd1c07b93 ${Math.random()}`],
  access: async () => {
    throw new Error('no access');
  },
});
const written = await writeBundle(
  requestFor(runtime, folder, { secrets, host: { ...systemHost(), cwd: folder } }),
);
process.stdout.write(JSON.stringify(written));
