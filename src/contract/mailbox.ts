import { z } from 'zod';
import { count, filledText, text } from './fields.ts';

/*
 * MailHog's own HTTP API, version 2, on the mailbox port (not behind the gateway). Third party: the shapes
 * follow MailHog's APIv2 document. The local stack's one-time passwords arrive here.
 */

/** Paths of the mailbox API that a proof reads. */
export const MAILBOX_PATHS = { messages: '/api/v2/messages', search: '/api/v2/search' } as const;

/** Mails in one answer unless the caller says otherwise, and at most. */
export const MAILBOX_LIMIT = { default: 50, max: 250 } as const;

const page = {
  start: z
    .string()
    .regex(/^[0-9]{1,9}$/)
    .transform(Number)
    .default(0),
  limit: z
    .string()
    .regex(/^[0-9]{1,9}$/)
    .transform((limit) => Math.min(Number(limit), MAILBOX_LIMIT.max))
    .default(MAILBOX_LIMIT.default),
};

/** Query of `GET /api/v2/messages`, from strings. */
export const mailboxMessagesQuery = z.object(page);

/** Query of `GET /api/v2/search`, from strings: by recipient, sender or content. */
export const mailboxSearchQuery = z.object({
  ...page,
  kind: z.enum(['to', 'from', 'containing']),
  query: filledText(512),
});

/** A parsed mailbox search. */
export type MailboxSearchQuery = z.output<typeof mailboxSearchQuery>;

const address = z.object({ Mailbox: text(254), Domain: text(254) });

/** One mail. `Content.Body` is the text as it was sent, still in its transfer encoding. */
export const mailboxMessage = z.object({
  ID: filledText(512),
  From: address,
  To: z.array(address).max(256),
  Content: z.object({
    Headers: z.record(text(256), z.array(text(8192)).max(64)),
    Body: text(1_048_576),
  }),
  Created: text(64),
});

/** A parsed mail. */
export type MailboxMessage = z.output<typeof mailboxMessage>;

/** Answer of both mailbox routes: newest mail first. */
export const mailboxResponse = z.object({
  total: count,
  count,
  start: count,
  items: z.array(mailboxMessage).max(MAILBOX_LIMIT.max),
});

/** A parsed mailbox page. */
export type MailboxResponse = z.output<typeof mailboxResponse>;
