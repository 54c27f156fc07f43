import { execFile } from 'node:child_process';
import { appendFile, mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { logsCollector } from '../../src/bundle/collectors/logs.ts';
import { systemHost } from '../../src/host/host.ts';
import { CheckFailure } from '../../src/proof/check-failure.ts';
import { ProofClient } from '../../src/proof/proof-client.ts';
import { Wire } from '../../src/proof/wire.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { createRuntime } from '../../src/stack/create-runtime.ts';
import { followLog } from '../../src/stack/embedded/log-follow.ts';
import { loadProfile } from '../../src/stack/profile-loader.ts';
import { openJournal } from '../../src/steps/journal.ts';
import { createRunRecord } from '../../src/steps/run-record.ts';
import { LOG_TAIL } from '../../src/steps/run-state.ts';
import { temporaryFolder, testHost } from '../fixtures/test-host.ts';
import type { Growth } from '../load/synthetic-run.ts';
import { openWizard } from '../screens/open-wizard.ts';

const GIGABYTE = 1024 ** 3;
const MEGABYTE = 1024 ** 2;
const never = new AbortController().signal;
const ONE_SIZE = new URL('../../bench/load/one-size.ts', import.meta.url).pathname;

async function growthOf(checks: number, services: number): Promise<Growth> {
  const { stdout } = await promisify(execFile)(process.execPath, [ONE_SIZE, `${checks}`, `${services}`]);
  return JSON.parse(stdout) as Growth;
}

describe('5,000 checks and 200 services', () => {
  it('are run, kept, reported, sealed and drawn; all of it grows no faster than they do', async () => {
    const few = await growthOf(500, 20);
    const many = await growthOf(5_000, 200);
    expect(many.counts).toEqual({ pass: 4_901, fail: 50, skip: 49 });
    for (const what of ['journalBytes', 'resultsBytes', 'evidenceBytes'] as const) {
      expect([what, many[what] / few[what]]).toEqual([what, expect.toSatisfy((times: number) => times < 12)]);
    }
    // One page stays one page, and a frame shows no more than a terminal does.
    expect(many.reportBytes).toBeLessThanOrEqual(65_536);
    expect(many.runPeakBytes).toBeLessThan(600 * MEGABYTE);
    expect(many.peakBytes).toBeLessThan(1_200 * MEGABYTE);
  });
});

describe('100,000 log lines at once', () => {
  it('are all in the journal, few in memory, and the wizard still answers keys', async () => {
    const folder = temporaryFolder();
    const { terminal, port } = openWizard();
    await terminal.see('S1 Welcome');
    const record = createRunRecord(
      testHost(),
      createRedactor(new SecretRegistry()),
      (event) => port.emit(event.t, event),
      port.state,
    );
    record.keepIn(openJournal(folder));
    for (let second = 0; second < 10; second += 1) {
      for (let n = 0; n < 10_000; n += 1) {
        record.emit({
          type: 'log.line',
          source: 'bus-llm',
          line: `line ${second * 10_000 + n} of very many`,
        });
      }
      terminal.type('?');
      await terminal.see('Keys on S1');
      terminal.type('\u001b');
      await terminal.see(/S1 Welcome(?! · help)/);
    }
    const journal = await readFile(join(folder, 'journal.ndjson'), 'utf8');
    expect(journal.match(/"type":"log.line"/g)).toHaveLength(100_000);
    expect(port.state().log).toHaveLength(LOG_TAIL);
    expect(port.state().log.at(-1)?.line).toBe('line 99999 of very many');
  });
});

describe('a log of 10 GB', () => {
  it('is read from its end only, in a bundle, on a screen and when it is followed', async () => {
    const folder = temporaryFolder();
    const host = testHost({ cwd: folder });
    const stackFolder = join(folder, 'stack');
    const log = join(stackFolder, 'stack.log');
    await mkdir(stackFolder);
    await writeFile(log, '');
    await truncate(log, 10 * GIGABYTE);
    const secrets = new SecretRegistry();
    const runtime = createRuntime(await loadProfile('embedded', host), { host, stackFolder, secrets });
    const before = process.memoryUsage().rss;
    // All of it is one line without an end: nothing of that line can be told whole.
    expect(await runtime.logs('bus-llm', 100, never)).toEqual([]);

    const line = (n: number) => `2026-01-01T00:00:00Z bus-llm line ${n}\n`;
    await appendFile(log, `\n${Array.from({ length: 5_000 }, (_, n) => line(n)).join('')}`);
    expect(await runtime.logs('bus-llm', 3, never)).toEqual(
      [4_997, 4_998, 4_999].map((n) => line(n).trimEnd()),
    );
    const files = await logsCollector.collect({ host, runtime, signal: never, secrets } as never);
    const collected = files.find(({ path }) => path === 'logs/bus-llm.log');
    expect(collected !== undefined && 'bytes' in collected ? collected.bytes.length : 0).toBeGreaterThan(
      1_000,
    );
    expect(collected !== undefined && 'bytes' in collected ? collected.bytes.length : 0).toBeLessThanOrEqual(
      256 * 1024,
    );

    const heard: string[] = [];
    const stop = new AbortController();
    const looked = Promise.withResolvers<void>();
    const following = followLog(log, {
      host: {
        ...host,
        // It waits when it knows where the log ends.
        sleep: (ms, signal) => {
          looked.resolve();
          return host.sleep(ms, signal);
        },
      },
      signal: stop.signal,
      wanted: (text) => text.includes('bus-llm'),
      onLine: (text) => {
        heard.push(text);
        if (text.includes('the end')) stop.abort(new Error('heard'));
      },
    });
    const heardAll = expect(following).rejects.toThrow();
    await looked.promise;
    // Two hundred megabytes that are no line, and then one.
    await truncate(log, 10 * GIGABYTE + 200 * MEGABYTE);
    await appendFile(log, '\n2026-01-01T00:00:01Z bus-llm the end\n');
    await heardAll;
    expect(heard.at(-1)).toContain('the end');
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * MEGABYTE);
  });
});

describe('an answer of a gigabyte', () => {
  it.each([
    ['of one document', 'application/json', '"', Buffer.alloc(65_536, 'a')],
    ['of lines', 'application/x-ndjson', '', lines()],
  ])('%s is left as soon as it is too large', async (_, type, first, chunk) => {
    let sent = 0;
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': type, 'content-length': String(GIGABYTE) });
      response.write(first);
      const more = () => {
        while (!response.destroyed && sent < GIGABYTE) {
          sent += chunk.length;
          if (!response.write(chunk)) return;
        }
      };
      response.on('drain', more);
      more();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const wire = new Wire();
    onTestFinished(async () => {
      await wire.close();
      server.closeAllConnections();
      server.close();
    });
    const gatewayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const http = new ProofClient({ wire, host: systemHost(), gatewayUrl, signal: never });
    const before = process.memoryUsage().rss;
    const patience = { purpose: 'to test', timeoutMs: 60_000 };
    const asked =
      type === 'application/json'
        ? http.call({ ...patience, target: 'llm.models', status: [200] })
        : http.replay({ ...patience, name: 'example.ping', owner: 'me', keep: () => false });
    const error = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error instanceof CheckFailure ? error.reasonId : error).toBe('PR-ANSWER-TOO-LARGE');
    expect(sent).toBeLessThan(GIGABYTE / 4);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * MEGABYTE);
  });
});

/** Some lines of a stream, each well made. */
function lines(): Buffer {
  const line = JSON.stringify({
    id: 'evt_1',
    name: 'example.ping',
    identity_id: 'me',
    payload: 'x'.repeat(4_000),
  });
  return Buffer.from(`${line}\n`.repeat(16));
}
