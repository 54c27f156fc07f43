import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteListResponse, noteResponse } from '../../src/contract/notes.ts';
import type { Scope } from '../../src/contract/tokens.ts';
import { restart } from './ask-stack.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';

const PATH = '/api/v1/notes';

let stack: EmbeddedProcess;
let token: string;
beforeAll(async () => {
  stack = await startEmbedded();
  token = await testToken();
});
afterAll(async () => {
  await stack.end();
  // Stacks that were given a folder leave it.
  await rm(stack.dataFolder, { recursive: true, force: true });
});

const write = async (json: unknown, as = token) => stack.call(PATH, { token: as, json });
const titles = async (path: string, as = token) => {
  const response = await stack.call(path, { token: as });
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
  return noteListResponse.parse(await response.json()).items.map(({ title }) => title);
};
const NOTE = {
  title: 'Release 100%',
  body: 'The ÄTNA build is ready.\nSecond line.',
  author_id: 'agent-7',
  module: 'bus-notes',
  task: 'bus-dev#10.1',
  tags: ['release', 'proof'],
};

describe('a note', () => {
  it('is written, shown, found again after restarts and a power cut, and deleted', async () => {
    const created = await write(NOTE);
    expect(created.status).toBe(201);
    const text = await created.text();
    expect(text).toContain('"id":"');
    const note = noteResponse.parse(JSON.parse(text));
    expect(note).toMatchObject(NOTE);
    await restart(stack, 'bus-notes-api');

    const show = () => stack.call(`${PATH}/${note.id}`, { token });
    expect(await (await show()).json()).toEqual(JSON.parse(text));
    const { dataFolder } = stack;
    await stack.kill();
    const next = await startEmbedded({ dataFolder });
    try {
      expect(await (await next.call(`${PATH}/${note.id}`, { token })).json()).toEqual(JSON.parse(text));
    } finally {
      await next.end();
    }
    stack = await startEmbedded({ dataFolder });

    const deleted = await stack.call(`${PATH}/${note.id}`, { method: 'DELETE', token });
    expect([deleted.status, await deleted.json()]).toEqual([200, { deleted: true, id: note.id }]);
    expect((await show()).status).toBe(404);
    expect((await stack.call(`${PATH}/${note.id}`, { method: 'DELETE', token })).status).toBe(404);
    expect(await titles(`${PATH}?tag=release`)).toEqual([]);
  });

  it('takes the caller as author when none is named', async () => {
    const subject = crypto.randomUUID();
    const note = await (await write({ title: 'Mine', body: '' }, await testToken({ subject }))).json();
    expect(note).toMatchObject({ author_id: subject, tags: [], body: '' });
    expect(note).not.toHaveProperty('module');
  });

  it.each([
    ['no title', { body: 'x' }],
    ['an empty title', { title: '', body: 'x' }],
    ['an unknown field', { ...NOTE, owner: 'me' }],
    ['tags as text', { ...NOTE, tags: 'a,b' }],
  ])('with %s is refused', async (_what, json) => {
    expect((await write(json)).status).toBe(400);
  });
});

describe('lists', () => {
  beforeAll(async () => {
    await write({ ...NOTE, title: 'First', tags: ['one', 'both'], module: 'a' });
    await write({
      ...NOTE,
      title: 'Second',
      tags: ['two', 'both'],
      module: 'b',
      task: 'other#1',
      body: 'plain',
    });
  });

  it('are newest first, filtered and limited', async () => {
    expect(await titles(`${PATH}?tag=both`)).toEqual(['Second', 'First']);
    expect(await titles(`${PATH}?tag=both&limit=1`)).toEqual(['Second']);
    expect(await titles(`${PATH}?tag=both&module=a`)).toEqual(['First']);
    expect(await titles(`${PATH}?task=other%231`)).toEqual(['Second']);
    expect(await titles(`${PATH}?tag=bot`)).toEqual([]);
  });

  it('by search look at title, body and task, without regard to case', async () => {
    const search = (q: string) => titles(`${PATH}/search?q=${encodeURIComponent(q)}`);
    expect(await search('second')).toContain('Second');
    expect(await search('ätna BUILD')).toContain('First');
    expect(await search('OTHER#')).toEqual(['Second']);
    expect(await search('both')).toEqual([]);
  });

  it('by search take wildcards as they stand', async () => {
    await write({ title: 'Load 50% and a_b and c\\d', body: '' });
    const search = (q: string) => titles(`${PATH}/search?q=${encodeURIComponent(q)}`);
    expect(await search('50%')).toHaveLength(1);
    expect(await search('a_b')).toHaveLength(1);
    expect(await search('c\\d')).toHaveLength(1);
    expect(await search('5%0')).toEqual([]);
    expect(await search('axb')).toEqual([]);
  });

  it.each(['?limit=0', '?limit=1001', '?page=1', '/search', '/search?q=', '/search?q=a&q=b'])(
    'refuse %s',
    async (query) => {
      expect((await stack.call(`${PATH}${query}`, { token })).status).toBe(400);
    },
  );
});

describe('a note of somebody else', () => {
  it('does not exist', async () => {
    const written = await write({ title: 'Secret plan', body: 'x', tags: ['mine'] });
    const { id } = noteResponse.parse(await written.json());
    const stranger = await testToken({ subject: crypto.randomUUID() });
    expect((await stack.call(`${PATH}/${id}`, { token: stranger })).status).toBe(404);
    expect((await stack.call(`${PATH}/${id}`, { method: 'DELETE', token: stranger })).status).toBe(404);
    expect(await titles(PATH, stranger)).toEqual([]);
    expect(await titles(`${PATH}/search?q=secret`, stranger)).toEqual([]);
    expect((await stack.call(`${PATH}/${id}`, { token })).status).toBe(200);
  });
});

describe('access', () => {
  it.each([
    ['POST', PATH, 'notes.write', 400],
    ['GET', PATH, 'notes.read', 200],
    ['GET', `${PATH}/search?q=x`, 'notes.search', 200],
    ['GET', `${PATH}/note-x`, 'notes.read', 404],
    ['DELETE', `${PATH}/note-x`, 'notes.delete', 404],
  ] as const)('to %s %s needs audience api and %s', async (method, path, scope, success) => {
    const status = async (as?: string) =>
      (await stack.call(path, { method, ...(as ? { token: as } : {}) })).status;
    const others: Scope[] = ['notes.read', 'notes.write', 'notes.search', 'notes.delete'];
    expect(await status()).toBe(401);
    expect(await status(await testToken({ audience: 'internal', scopes: [scope] }))).toBe(401);
    expect(await status(await testToken({ scopes: others.filter((other) => other !== scope) }))).toBe(403);
    expect(await status(await testToken({ scopes: [scope] }))).toBe(success);
  });
});
