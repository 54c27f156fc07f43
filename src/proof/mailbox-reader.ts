import { OTP_DIGITS } from '../contract/auth.ts';
import { MAILBOX_PATHS, type MailboxMessage, mailboxResponse } from '../contract/mailbox.ts';
import { Secret } from '../redact/secret.ts';
import type { CheckContext } from './check.ts';
import { CheckFailure } from './check-failure.ts';
import { pollUntil } from './poll.ts';

/** Longest wait for a mail, milliseconds: it travels over SMTP in its own time. */
const MAIL_WITHIN_MS = 10_000;

/** The one run of digits of a mail's text that can be the password. */
const PASSWORD = new RegExp(`(?<![0-9])[0-9]{${OTP_DIGITS}}(?![0-9])`, 'g');

/**
 * Waits for the mail to a fresh address and takes the one-time password out of it.
 * @param mailboxUrl base URL of the mail sink (MailHog API v2)
 * @param spent passwords that came before and do not count
 * @returns the password, not registered as a secret: six digits would be found in every number of a report, and it is
 * worthless once it has been used
 * @throws CheckFailure when no mail comes, it is not for that address only, or it holds no password
 */
export async function mailedPassword(
  context: CheckContext,
  mailboxUrl: string,
  email: string,
  spent: ReadonlySet<string> = new Set(),
): Promise<Secret> {
  return await pollUntil(
    context,
    {
      withinMs: MAIL_WITHIN_MS,
      otherwise: 'PR-OTP-NOT-MAILED',
      what: 'no mail with a new one-time password came',
    },
    async (attempt) => {
      const mails = await mailsTo(attempt, mailboxUrl, email);
      for (const mail of mails) {
        const [password, ...more] = new Set(mail.Content.Body.match(PASSWORD) ?? []);
        if (password === undefined || more.length > 0) {
          throw new CheckFailure(
            'PR-OTP-MAIL',
            `the mail holds ${more.length === 0 ? 'no' : 'more than one'} password`,
          );
        }
        if (!spent.has(password)) return new Secret('BUS_PROOF_OTP', password);
      }
      return undefined;
    },
  );
}

async function mailsTo(
  { http }: CheckContext,
  base: string,
  email: string,
): Promise<readonly MailboxMessage[]> {
  const { items } = await http.json(
    {
      purpose: 'for the mailed password',
      target: { method: 'GET', base, path: MAILBOX_PATHS.search },
      query: { kind: 'to', query: email },
      status: [200],
    },
    mailboxResponse,
    'PR-OTP-MAIL',
  );
  const stray = items.find(({ To: to }) => to.length !== 1 || `${to[0]?.Mailbox}@${to[0]?.Domain}` !== email);
  if (stray !== undefined)
    throw new CheckFailure('PR-OTP-MAIL', 'the search for one address found a mail to another');
  return items;
}
