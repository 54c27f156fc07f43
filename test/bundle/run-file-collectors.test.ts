import { execFileSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Collector } from '../../src/bundle/collector.ts';
import { journalCollector } from '../../src/bundle/collectors/journal.ts';
import { preflightCollector } from '../../src/bundle/collectors/preflight.ts';
import { resultsCollector } from '../../src/bundle/collectors/results.ts';
import { cutNotice } from '../../src/bundle/tail-lines.ts';
import { type Scratch, scratch } from './bundle-fixture.ts';
import { collectOne, dataOf, textOf } from './collect-one.ts';

let place: Scratch;
beforeEach(async () => {
  place = await scratch();
});
afterEach(() => place.remove());

const run = (collector: Collector, options: Parameters<typeof collectOne>[2] = {}) =>
  collectOne(collector, place.folder, options);

describe('results', () => {
  it('takes the files byte for byte', async () => {
    await writeFile(join(place.folder, 'results.json'), '{"a": 1}\r\n');
    await writeFile(join(place.folder, 'report.md'), '# R');
    const items = await run(resultsCollector);
    expect(textOf(items, 'proof/results.json')).toBe('{"a": 1}\r\n');
    expect(textOf(items, 'proof/report.md')).toBe('# R');
  });

  it('follows no link and reads nothing but plain files', async () => {
    await writeFile(join(place.folder, 'elsewhere'), 'private');
    await symlink(join(place.folder, 'elsewhere'), join(place.folder, 'results.json'));
    execFileSync('mkfifo', [join(place.folder, 'report.md')]);
    expect(await run(resultsCollector)).toMatchObject([
      { path: 'proof/results.json', reason: { id: 'BN-UNREADABLE' } },
      { path: 'proof/report.md', reason: { id: 'BN-UNREADABLE' } },
    ]);
  });
});

describe('journal and preflight', () => {
  const event = (step: string, id: string, status: string) =>
    JSON.stringify({
      v: 1,
      type: 'check.finished',
      step,
      result: {
        id,
        title: id,
        group: 'preflight',
        status,
        required: true,
        proves: 'p',
        doesNotProve: 'd',
        service: 's',
        module: 'm',
        command: 'c',
        latencyMs: 3,
        exchanges: [],
      },
    });

  it('takes the last result of each preflight check, whatever else the journal holds', async () => {
    const lines = [
      event('preflight', 'node', 'FAIL'),
      'not json "check.finished"',
      event('proof', 'models', 'PASS'),
      event('preflight', 'node', 'PASS'),
      '{"half":',
    ];
    await writeFile(join(place.folder, 'journal.ndjson'), lines.join('\n'));
    await writeFile(join(place.folder, 'journal-2.ndjson'), `${event('proof', 'models', 'PASS')}\n`);
    const preflight = dataOf(await run(preflightCollector), 'environment/preflight.json');
    expect(preflight).toMatchObject([{ id: 'node', status: 'PASS' }]);
    expect(preflight[0]).not.toHaveProperty('latencyMs');
    const journals = await run(journalCollector);
    expect(journals.map(({ path }) => path)).toEqual(['run/journal.ndjson', 'run/journal-2.ndjson']);
    expect(textOf(journals, 'run/journal.ndjson')).toBe(lines.join('\n'));
  });

  it('keeps the whole last lines of a journal that is too large', async () => {
    const line = `${'y'.repeat(1_023)}\n`;
    await writeFile(join(place.folder, 'journal.ndjson'), line.repeat(5_000));
    const items = await run(journalCollector);
    const path = 'run/journal.ndjson';
    expect(textOf(items, path)).toBe(cutNotice(path, 'the last 4096 KiB') + line.repeat(4 * 1024));
    expect(items).toMatchObject([{ cut: 'the last 4096 KiB' }]);
  });

  it('is missing when there was no run', async () => {
    await expect(run(journalCollector)).rejects.toMatchObject({ reason: { id: 'BN-NOT-THERE' } });
    await expect(run(preflightCollector)).rejects.toMatchObject({ reason: { id: 'BN-NOT-THERE' } });
  });
});
