import { join } from 'node:path';
import { expect, it } from 'vitest';
import { workspace } from './program.ts';

it('after a whole run the checklist is ticked from it, and the gateway routes what the catalog says', async () => {
  const { folder, run } = workspace();
  const first = await run(['--ci', '--port', '0', '--output', 'out']);
  expect(first.code, first.stdout).toBe(0);

  const checklist = await run(['checklist', join(folder, 'out')]);
  expect(checklist.code, checklist.stdout).toBe(0);
  for (const line of ['STACK_RUNNING', 'PROOF_PASSED', 'NO_SECRETS', 'ROUTE_CATALOG', 'DIAGNOSTIC_BUNDLE']) {
    expect(checklist.stdout).toContain(`[x] ${line}`);
  }
  expect(checklist.stdout).toContain('[ ] SUPPORT_WINDOW');

  const routes = await run(['routes', '--live', '--output', 'out']);
  expect(routes.stdout).toContain('The catalog agrees with what the running gateway answers.');
  expect(routes.code).toBe(0);

  const elsewhere = await run(['routes', '--checkout', folder]);
  expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining('RT-CONF-UNREADABLE')]);

  await run(['stop', '--output', 'out']);
  const down = await run(['routes', '--live', '--output', 'out']);
  expect([down.code, down.stderr]).toEqual([4, expect.stringContaining('ST-NOT-RUNNING')]);
});
