import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LIVE_CODEX } from '../../src/contract/llm.ts';
import { resultsSchema } from '../../src/proof/report/results.ts';
import { workspace } from '../e2e/program.ts';
import { openTerminal } from '../e2e/terminal.ts';
import { API_KEY_LOGIN, CODEX_CLI, makeCodexHome } from '../embedded/codex/codex-home.ts';
import { startResponsesApi } from '../embedded/codex/responses-api.ts';

const ENTER = '\r';
const QUESTION = 'Send one live request to Codex?';

/** A Responses API on loopback, a login for it, and the program that is allowed to use it. */
async function liveStack() {
  const api = await startResponsesApi({ kind: 'text', text: LIVE_CODEX.marker });
  const home = await makeCodexHome(api.url);
  await home.login(API_KEY_LOGIN);
  onTestFinished(async () => {
    await api.close();
    await home.remove();
  });
  const { folder, run } = workspace();
  onTestFinished(async () => {
    await run(['stop', '--wipe', '--output', 'out']);
  });
  const env = { [LIVE_CODEX.optIn]: '1', BUS_CODEX_COMMAND: CODEX_CLI, BUS_CODEX_HOME: home.folder };
  const asked = () => api.requests.filter(({ path }) => path === 'POST /v1/responses').length;
  const live = () => {
    const text = readFileSync(join(folder, 'out', 'results.json'), 'utf8');
    const results = resultsSchema.parse(JSON.parse(text));
    const hops = results.volatile.latencies.find(({ check }) => check === 'live-codex')?.hops;
    return { ...results.checks.find(({ id }) => id === 'live-codex'), hops };
  };
  const open = () => openTerminal(['--output', 'out', '--port', '0'], folder, { env });
  return { open, asked, live };
}

it('the wizard asks before the live request, in a wide and in a narrow terminal', async () => {
  const { open, asked, live } = await liveStack();
  const terminal = open();
  await terminal.see('S1 Welcome');
  for (const next of ['Start the stack?', 'Run the proof?', QUESTION]) {
    terminal.type(ENTER);
    await terminal.see(next);
  }
  await terminal.see('It uses quota of your');
  await terminal.see('n leave it out');
  terminal.resize(60, 24);
  await terminal.see('account: some thousand tokens.');
  await terminal.see('n leave it out');
  expect(asked()).toBe(0);
  terminal.type('n');
  await terminal.see('Write the bundle?');
  expect(asked()).toBe(0);
  expect(live()).toMatchObject({ status: 'SKIP', reason: { id: 'CX-DECLINED' } });

  terminal.type('R');
  await terminal.see(QUESTION);
  terminal.type(ENTER);
  await terminal.see('Write the bundle?');
  expect(asked()).toBe(1);
  expect(live()).toMatchObject({
    status: 'PASS',
    hops: expect.arrayContaining([{ hop: 'gateway to bus-llm', ms: expect.any(Number) }]),
  });
});
