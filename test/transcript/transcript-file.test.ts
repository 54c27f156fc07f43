import { lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemHost } from '../../src/host/host.ts';
import { SetupError } from '../../src/reasons/setup-error.ts';
import { openTranscript } from '../../src/transcript/transcript-file.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';

/** A transcript on a clock that the test moves. */
function opened(options: { readonly limit?: number } = {}) {
  let now = 0;
  const folder = temporaryFolder();
  const host = {
    ...systemHost(),
    cwd: folder,
    platform: 'linux' as const,
    arch: 'x64',
    monotonic: () => now,
    now: () => new Date(Date.UTC(2025, 0, 15, 12)),
  };
  const redact = (text: string): string => text.replaceAll('hunter2', '[REDACTED]');
  const transcript = openTranscript(host, { file: 't.txt', face: 'wizard', redact, ...options });
  const path = join(folder, 't.txt');
  return {
    transcript,
    host,
    redact,
    path,
    read: () => readFileSync(path, 'utf8'),
    wait: (ms: number) => {
      now += ms;
    },
  };
}

describe('a transcript', () => {
  it('keeps what was shown and pressed, with the time since the start, readable as it happens', () => {
    const { transcript, read, wait } = opened();
    wait(120);
    transcript.screen('bus-setup S1 Welcome\n Which profile?');
    wait(61_000);
    for (const key of ['j', 'j', 'enter']) transcript.key(key);
    transcript.screen('bus-setup S2 Preflight\n nothing yet');
    transcript.line('result  PASSED');
    transcript.typed('details 1');
    const before = read();
    transcript.close('exit 0');
    expect(before.split('\n').slice(1)).toEqual([
      '+ 00:00.120 screen',
      'bus-setup S1 Welcome',
      ' Which profile?',
      '+ 01:01.120 keys  jj <enter>',
      '+ 01:01.120 screen',
      'bus-setup S2 Preflight',
      ' nothing yet',
      '+ 01:01.120 line  result  PASSED',
      '+ 01:01.120 typed  details 1',
      '',
    ]);
    expect(before).toMatch(/^bus-setup \S+ transcript, wizard, linux-x64, 2025-01-15T12:00:00\.000Z\n/);
    expect(read()).toBe(`${before}+ 01:01.120 end exit 0\n`);
  });

  it('does not repeat a frame in which only the clock has moved', () => {
    const { transcript, read } = opened();
    transcript.screen(' bus-setup S4 Proof      embedded 00:01\n 1 of 2');
    transcript.screen(' bus-setup S4 Proof      embedded 00:02\n 1 of 2');
    transcript.screen(' bus-setup S4 Proof      embedded 00:03\n 2 of 2');
    expect(read().match(/ screen$/gm)).toHaveLength(2);
  });

  it('keeps no secret, also not one that was typed key by key, and no control character', () => {
    const { transcript, read } = opened();
    for (const key of 'hunter2') transcript.key(key);
    transcript.line('\u001b[31mtoken hunter2\u001b[0m \u001b]0;owned\u0007end\u0000');
    transcript.screen('token\n hunter2\n+ 00:00.000 screen');
    const text = read();
    expect(text).not.toContain('hunter2');
    expect(text).toContain('keys  [REDACTED]');
    expect(text).toContain('line  token [REDACTED] end\n');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    // What was shown cannot be taken for an entry.
    expect(text.match(/^\+ .* screen$/gm)).toHaveLength(1);
  });

  it('is the operator’s alone, and never a file or a link that is there already', () => {
    const { host, redact, path } = opened();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = (file: string) => () => openTranscript(host, { file, face: 'plain', redact });
    expect(again('t.txt')).toThrow(SetupError);
    expect(again('t.txt')).toThrow(/RN-TRANSCRIPT-UNUSABLE.*EEXIST/);
    symlinkSync(join(host.cwd, 'elsewhere'), join(host.cwd, 'dangling'));
    expect(again('dangling')).toThrow(/RN-TRANSCRIPT-UNUSABLE/);
    writeFileSync(join(host.cwd, 'kept'), 'mine');
    symlinkSync(join(host.cwd, 'kept'), join(host.cwd, 'link'));
    expect(again('link')).toThrow(/RN-TRANSCRIPT-UNUSABLE/);
    expect(readFileSync(join(host.cwd, 'kept'), 'utf8')).toBe('mine');
    expect(lstatSync(join(host.cwd, 'dangling')).isSymbolicLink()).toBe(true);
    expect(again('no/such/folder/t.txt')).toThrow(/RN-TRANSCRIPT-UNUSABLE.*ENOENT/);
  });

  it('has an end, says when it is reached, and still tells how the run ended', () => {
    const { transcript, path, read } = opened({ limit: 4_096 });
    for (let line = 0; line < 1_000; line++) transcript.line(`line ${line} ${'x'.repeat(40)}`);
    transcript.close('exit 0');
    expect(statSync(path).size).toBeLessThanOrEqual(4_096);
    expect(read()).toMatch(/\n\+ the transcript is full: 4096 bytes\n\+ 00:00\.000 end exit 0\n$/);
  });
});
