import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { giveSignsOfLife } from '../../src/host/sign-of-life.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';

test.each(['{"held":true}', ''])(
  'a file that reads %j gets a new time, and keeps what it says',
  async (text) => {
    const path = join(temporaryFolder(), 'held');
    writeFileSync(path, text, { mode: 0o600 });
    const longAgo = new Date('2020-01-01T00:00:00Z');
    utimesSync(path, longAgo, longAgo);
    const end = giveSignsOfLife(path, 10);
    await vi.waitFor(() => expect(statSync(path).mtimeMs).toBeGreaterThan(longAgo.getTime()), 30_000);
    end();
    expect(readFileSync(path, 'utf8').trim()).toBe(text);
  },
);
