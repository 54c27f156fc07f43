import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readBundle } from '../bundle/read-bundle.ts';
import { eventsOf, runProgram } from '../e2e/program.ts';
import { openTerminal } from '../e2e/terminal.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { ALL_LIES } from '../proof/lies/all-lies.ts';
import { ESCAPES, idOf, type ToldLie, texts } from '../proof/lies/lie.ts';
import { lyingFront } from '../proof/lying-front.ts';
import { sampled } from './thoroughness.ts';

/** One lie for each kind that a lying stack knows, told to the whole program. */
const SAMPLE: Readonly<Record<string, string>> = {
  'the wrong shape': 'models/no-list',
  'an empty list': 'models/an-empty-list',
  'another tenant’s data': 'containers-status/one-of-somebody-else',
  'a stale value': 'entitlement/a-stale-status',
  'an accepted request that changes nothing': 'billing-catalog/stored-nowhere',
  'a counter one too far': 'billing-quota/one-too-many',
  'an event altered in replay': 'events-replay/altered',
  'a note lost at restart': 'notes-persistence/lost',
  'a token of another audience': 'token-boundaries/customers-read-the-usage-of-all',
  'a signature never checked': 'token-boundaries/api-v1-vm-status-takes-tokens-of-every-key',
  'ok, and the backend down': 'models/the-backend-down',
  'a page instead of JSON': 'vm-status/a-page',
  'a redirect elsewhere': 'billing-status/a-redirect-elsewhere',
  'a body without an end': 'usage-ingest/a-body-without-an-end',
  'a slow drip': 'models/a-slow-drip',
  'a compressed bomb': 'entitlement/a-compressed-bomb',
  'a megabyte of headers': 'portal/a-megabyte-of-headers',
  'bytes that are no UTF-8': 'auth-waitlist/bytes-that-are-no-utf-8',
  'a key twice': 'billing-quota/a-key-twice',
  'a number beyond 2^53': 'billing-status/a-number-beyond-counting',
  'chunked nonsense': 'dev-task/nonsense-for-a-chunk',
  'a reset before the status': 'stripe-webhook/a-reset-before-the-status',
  'a reset in the headers': 'auth-lifecycle/a-reset-in-the-headers',
  'a reset in the body': 'events-replay/a-reset-in-the-body',
  'escapes in a reason': 'dev-task/failed-with-escapes',
  'escapes in a redirect': 'portal/a-page-behind-a-sign-in-elsewhere',
};

/** What an answer may never bring to a terminal, a report or an archive: controls beside tab and line feed. */
const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

const lieOf = (id: string): ToldLie => {
  const found = ALL_LIES.find((lie) => idOf(lie) === id);
  if (found === undefined) throw new Error(`there is no lie ${id}`);
  return found;
};

/** Every string of a document, however deep. */
function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...stringsOf(member)]);
}

/** Harmful texts in everything that a run left in its folder. */
async function harmIn(out: string): Promise<readonly string[]> {
  const bundle = await readBundle(join(out, 'bundle.tar.gz'));
  const texts = [
    ...[...bundle].map(([name, text]) => [`bundle: ${name}`, text] as const),
    ...(await Promise.all(
      ['report.md', 'results.json', 'journal.ndjson'].map(
        async (name) => [name, await readFile(join(out, name), 'utf8')] as const,
      ),
    )),
  ];
  const evidence = gunzipSync(await readFile(join(out, 'evidence.tar.gz'))).toString('utf8');
  const harm = texts.filter(([name, text]) => {
    const documents = name.endsWith('.ndjson') ? text.split('\n').filter(Boolean) : [text];
    const said = /json$/.test(name)
      ? documents.flatMap((document) => stringsOf(JSON.parse(document)))
      : documents;
    return said.some((each) => HARMFUL.test(each));
  });
  return [...harm.map(([name]) => name), ...(evidence.includes('\u001b') ? ['evidence'] : [])];
}

describe('the whole program', () => {
  it('ends not proven for a lie of each kind, with the check and the reason, and nothing harmful left', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const front = await lyingFront(out);
    onTestFinished(front.stop);
    for (const [kind, id] of sampled(Object.entries(SAMPLE), 2)) {
      const lie = lieOf(id);
      front.lie(lie);
      const { code, stdout, stderr } = await runProgram(
        ['--ci', '--json', '--port', '0', '--output', out],
        folder,
      );
      const events = eventsOf(stdout);
      const finished = events.flatMap((event) => (event.type === 'check.finished' ? [event.result] : []));
      const result = finished.find((each) => each.id === lie.check);
      expect([kind, code, result?.status, result?.reason?.id, stderr]).toEqual([
        kind,
        3,
        'FAIL',
        lie.reason,
        '',
      ]);
      expect(events.at(-1)).toMatchObject({ type: 'run.finished', verdict: 'failed', exitCode: 3 });
      expect([kind, await harmIn(out)]).toEqual([kind, []]);
    }
    front.lie(undefined);
    const honest = await runProgram(['--ci', '--json', '--port', '0', '--output', out], folder);
    expect(eventsOf(honest.stdout).at(-1)).toMatchObject({ verdict: 'passed', exitCode: 0 });
  });

  it('draws no escape of an answer in the wizard', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const front = await lyingFront(out);
    onTestFinished(front.stop);
    const all = texts((text) => text + ESCAPES);
    front.lie({
      path: /./,
      tell: async (told, asked) => {
        if (asked.path !== '/readyz') await Promise.resolve(all(told, asked)).catch(() => undefined);
      },
    });
    const terminal = openTerminal(['--port', '0', '--output', out], folder);
    await terminal.see('S1 Welcome');
    for (const question of ['Start the stack?', 'Run the proof?', 'Not proven.']) {
      terminal.type('\r');
      await terminal.see(question);
    }
    terminal.type('l');
    await terminal.see('why');
    const bytes = terminal.bytes();
    expect(bytes).not.toContain('\u0007');
    expect(bytes).not.toContain('\u009b');
    expect(bytes).not.toContain('\u202e');
    expect(terminal.screen().join('\n')).not.toMatch(HARMFUL);
  });
});
