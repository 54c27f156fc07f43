import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedFile } from '../../src/commands/feed-file.ts';

describe('feeding a file to a stream', () => {
  let folder: string;
  let path: string;
  const content = Buffer.from(Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join(''));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bus-setup-feed-'));
    path = join(folder, 'a.log');
    await writeFile(path, content);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads no piece before the stream is done with the one before', async () => {
    const pieces: Buffer[] = [];
    const slow = new Writable({
      write(chunk: Buffer, _encoding, done) {
        setTimeout(() => {
          pieces.push(Buffer.from(chunk));
          done();
        }, 5);
      },
    });
    await feedFile(await open(path), slow);
    expect(pieces.length).toBeGreaterThan(2);
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
  });

  it('stops and closes the file when the stream is destroyed', async () => {
    const handle = await open(path);
    const broken = new Writable({
      write(_chunk, _encoding, _done) {
        this.destroy();
      },
    });
    await feedFile(handle, broken);
    expect(handle.fd).toBe(-1);
  });

  it('destroys the stream when the file cannot be read', async () => {
    const handle = await open(folder);
    const target = new Writable({ write: (_chunk, _encoding, done) => done() });
    const failure = new Promise((resolve) => {
      target.once('error', resolve);
    });
    await feedFile(handle, target);
    expect(await failure).toMatchObject({ code: 'EISDIR' });
  });
});
