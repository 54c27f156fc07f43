// node bench/load/one-size.ts CHECKS SERVICES: one synthetic run in a process of its own; prints what it took as JSON.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { syntheticRun } from '../../test/load/synthetic-run.ts';

const [checks = 50, services = 20] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'bus-setup-load-'));
try {
  process.stdout.write(JSON.stringify(await syntheticRun(folder, checks, services)));
} finally {
  await rm(folder, { recursive: true, force: true });
}
