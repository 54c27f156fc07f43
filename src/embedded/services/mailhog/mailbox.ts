import type { MailboxMessage } from '../../../contract/mailbox.ts';

/** Mails that are kept; the oldest goes when another comes. */
const KEPT_MAILS = 500;

/** A mail to deliver. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

/** Which mails are looked for. */
export interface MailSearch {
  readonly kind: 'to' | 'from' | 'containing';
  readonly query: string;
}

/** A mail as MailHog prints it. Members beyond the contract's are there because MailHog has them. */
export type StoredMail = MailboxMessage & {
  readonly MIME: null;
  readonly Raw: {
    readonly From: string;
    readonly To: readonly string[];
    readonly Data: string;
    readonly Helo: string;
  };
};

/** The mails, newest first, in memory as MailHog keeps them: one-time passwords do not belong in a store. */
export class Mailbox {
  readonly #mails: StoredMail[] = [];

  /**
   * Takes a mail.
   * @param id unique
   * @param created when it came
   */
  deliver(mail: Mail, id: string, created: Date): void {
    this.#mails.unshift(stored(mail, id, created));
    if (this.#mails.length > KEPT_MAILS) this.#mails.pop();
  }

  /** The mails that match, newest first; without a search all of them. */
  find(search?: MailSearch): readonly StoredMail[] {
    if (search === undefined) return [...this.#mails];
    const wanted = search.query.toLowerCase();
    return this.#mails.filter((mail) =>
      searched(mail, search.kind).some((text) => text.toLowerCase().includes(wanted)),
    );
  }

  /** One mail by its id. */
  get(id: string): StoredMail | undefined {
    return this.#mails.find((mail) => mail.ID === id);
  }

  /**
   * Removes one mail, or all of them.
   * @param id `undefined` for all
   */
  remove(id?: string): void {
    const at = this.#mails.findIndex((mail) => mail.ID === id);
    if (id === undefined) this.#mails.length = 0;
    else if (at >= 0) this.#mails.splice(at, 1);
  }
}

function searched(mail: StoredMail, kind: MailSearch['kind']): readonly string[] {
  if (kind === 'to') return mail.Raw.To;
  if (kind === 'from') return [mail.Raw.From];
  return [mail.Content.Body, ...Object.values(mail.Content.Headers).flat()];
}

function stored(mail: Mail, id: string, created: Date): StoredMail {
  const headers = {
    'Content-Type': ['text/plain; charset=UTF-8'],
    Date: [created.toUTCString()],
    From: [mail.from],
    'Message-ID': [`<${id}>`],
    'MIME-Version': ['1.0'],
    Subject: [mail.subject],
    To: [mail.to],
  };
  const head = Object.entries(headers).map(([name, [value]]) => `${name}: ${value}`);
  const content = { Headers: headers, Body: mail.text, Size: Buffer.byteLength(mail.text), MIME: null };
  return {
    ID: id,
    From: address(mail.from),
    To: [address(mail.to)],
    Content: content,
    Created: created.toISOString(),
    MIME: null,
    Raw: {
      From: mail.from,
      To: [mail.to],
      Data: `${head.join('\r\n')}\r\n\r\n${mail.text}`,
      Helo: 'bus-auth',
    },
  };
}

function address(text: string) {
  const at = text.lastIndexOf('@');
  return { Relays: null, Mailbox: text.slice(0, at), Domain: text.slice(at + 1), Params: '' };
}
