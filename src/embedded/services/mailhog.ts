import { z } from 'zod';
import { text } from '../../contract/fields.ts';
import { MAILBOX_PATHS, mailboxMessagesQuery, mailboxSearchQuery } from '../../contract/mailbox.ts';
import { ApiError, jsonResponse } from '../http/api-error.ts';
import { readJsonBody } from '../http/json-body.ts';
import { serviceApp } from '../http/service-app.ts';
import type { ServiceContext, ServiceDefinition } from '../service.ts';
import { Mailbox, type StoredMail } from './mailhog/mailbox.ts';

/** Where mail is handed in. The real stack speaks SMTP to port 1025 instead. */
export const DELIVERY_PATH = '/internal/deliveries';

const oneLine = text(998).regex(/^[^\u0000-\u001f\u007f]*$/);
const mail = z.strictObject({ from: z.email(), to: z.email(), subject: oneLine, text: text(65_536) });

/** The mail sink: MailHog's HTTP API, version 2, over mails that other services hand in. Nothing ever leaves it. */
export const mailhog: ServiceDefinition = {
  id: 'mailhog',
  dependsOn: [],
  async start(context) {
    const app = mailApp(context, new Mailbox());
    return { handle: async (request) => await app.fetch(request), stop: async () => undefined };
  },
};

function mailApp(context: ServiceContext, mailbox: Mailbox) {
  const app = serviceApp(context);
  app.get(MAILBOX_PATHS.messages, (c) => {
    const query = mailboxMessagesQuery.safeParse(c.req.query());
    if (!query.success) throw new ApiError('bad_request', 'start and limit must be whole numbers');
    return page(mailbox.find(), query.data);
  });
  app.get(MAILBOX_PATHS.search, (c) => {
    const query = mailboxSearchQuery.safeParse(c.req.query());
    if (!query.success)
      throw new ApiError('bad_request', 'kind must be to, from or containing, with a query');
    return page(mailbox.find(query.data), query.data);
  });
  app.get('/api/v1/messages', () => jsonResponse(mailbox.find()));
  app.get('/api/v1/messages/:id', (c) => {
    const found = mailbox.get(c.req.param('id'));
    if (found === undefined) throw new ApiError('not_found', 'no such mail');
    return jsonResponse(found);
  });
  app.delete('/api/v1/messages', () => {
    mailbox.remove();
    return new Response(null);
  });
  app.delete('/api/v1/messages/:id', (c) => {
    mailbox.remove(c.req.param('id'));
    return new Response(null);
  });
  app.post(DELIVERY_PATH, async (c) => {
    const { from, to, subject, text } = await readJsonBody(c.req.raw, mail);
    mailbox.deliver({ from, to, subject, text }, `${context.uuid()}@mailhog.example`, context.now());
    context.log('a mail came in');
    return jsonResponse({ ok: true }, 202);
  });
  return app;
}

function page(mails: readonly StoredMail[], { start, limit }: { start: number; limit: number }): Response {
  const items = mails.slice(start, start + limit);
  return jsonResponse({ total: mails.length, count: items.length, start, items });
}
