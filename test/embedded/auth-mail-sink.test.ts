import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailboxResponse } from '../../src/contract/mailbox.ts';
import { type EmbeddedProcess, startEmbedded } from './embedded-process.ts';

let stack: EmbeddedProcess;
beforeAll(async () => {
  stack = await startEmbedded();
});
afterAll(() => stack.end());

const deliver = (mail: object, type = 'application/json') =>
  fetch(`${stack.mailUrl}/internal/deliveries`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(mail),
  });
const mail = (to: string, text = 'hello') => ({
  from: 'bus-auth@example.invalid',
  to,
  subject: 'A subject',
  text,
});
const page = async (path: string) =>
  mailboxResponse.parse(await (await fetch(`${stack.mailUrl}${path}`)).json());

describe('the mail sink', () => {
  it('keeps mails, newest first, and finds them by recipient, sender and content', async () => {
    await deliver(mail('a@example.invalid', 'first'));
    await deliver(mail('b@example.invalid', 'second'));
    const all = await page('/api/v2/messages');
    expect(all).toMatchObject({ total: 2, count: 2, start: 0 });
    expect(all.items.map(({ Content }) => Content.Body)).toEqual(['second', 'first']);
    expect(all.items[0]).toMatchObject({ To: [{ Mailbox: 'b', Domain: 'example.invalid' }] });
    expect(all.items[0]?.Content.Headers.Subject).toEqual(['A subject']);
    expect((await page('/api/v2/search?kind=to&query=A@example')).items).toHaveLength(1);
    expect((await page('/api/v2/search?kind=from&query=bus-auth')).total).toBe(2);
    expect((await page('/api/v2/search?kind=containing&query=second')).items).toHaveLength(1);
    expect(await page('/api/v2/messages?start=1&limit=1')).toMatchObject({ total: 2, count: 1, start: 1 });
  });

  it('is emptied', async () => {
    await deliver(mail('c@example.invalid'));
    expect((await fetch(`${stack.mailUrl}/api/v1/messages`, { method: 'DELETE' })).status).toBe(200);
    expect((await page('/api/v2/messages')).total).toBe(0);
  });

  it('keeps the last five hundred', async () => {
    for (let n = 0; n < 505; n++) await deliver(mail(`n${n}@example.invalid`));
    const { total, items } = await page('/api/v2/messages?limit=1000');
    expect([total, items.length]).toEqual([500, 250]);
    expect((await page('/api/v2/search?kind=to&query=n504@')).total).toBe(1);
    expect((await page('/api/v2/search?kind=to&query=n4@')).total).toBe(0);
  });

  it('takes no header injection, no oversized mail and nothing a browser form can send', async () => {
    const status = async (bad: object, type?: string) => (await deliver(bad, type)).status;
    expect(await status({ ...mail('a@example.invalid'), subject: 'x\r\nBcc: y@example.invalid' })).toBe(400);
    expect(await status({ ...mail('a@example.invalid'), to: 'a@example.invalid\r\n' })).toBe(400);
    expect(await status(mail('a@example.invalid', 'x'.repeat(70_000)))).toBe(400);
    expect(await status(mail('a@example.invalid'), 'text/plain')).toBe(400);
  });
});
