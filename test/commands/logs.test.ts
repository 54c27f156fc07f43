import { expect, it } from 'vitest';
import { printLogs } from '../../src/commands/logs.ts';
import { testHost } from '../fixtures/test-host.ts';
import { recordedConsole } from './recorded-console.ts';

it('logs of a stack that never ran are none, and that is said beside them', async () => {
  const console = recordedConsole();
  const code = await printLogs(testHost(), console, 'bus-llm', { lines: '10' }, new AbortController().signal);
  expect([code, console.printed]).toEqual([0, []]);
  expect(console.complaints.join()).toContain('bus-llm has logged nothing');
});
