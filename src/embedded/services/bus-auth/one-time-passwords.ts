import { createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import { OTP_DIGITS, OTP_TTL_SECONDS } from '../../../contract/auth.ts';
import { sameText } from '../../http/same-text.ts';
import type { ServiceContext } from '../../service.ts';
import type { AuthTables } from './tables.ts';

/** Wrong tries after which a password is void. */
const MAX_ATTEMPTS = 5;

/** Most passwords that one address is given in {@link WINDOW_MS}. */
const MAX_REQUESTS = 5;

const WINDOW_MS = 10 * 60 * 1000;

/** What the passwords need. */
export interface OneTimePasswordsOptions {
  readonly db: Kysely<AuthTables>;
  readonly host: Pick<ServiceContext, 'now' | 'uuid' | 'random'>;
  /** Key of the hashes, so that a copy of the store alone does not give a password away. */
  readonly hashKey: string;
}

/** One-time passwords: six digits, ten minutes, five tries, one use. The store has only their keyed hash. */
export class OneTimePasswords {
  readonly #db: Kysely<AuthTables>;
  readonly #host: OneTimePasswordsOptions['host'];
  readonly #hashKey: string;

  constructor({ db, host, hashKey }: OneTimePasswordsOptions) {
    this.#db = db;
    this.#host = host;
    this.#hashKey = hashKey;
  }

  /**
   * Counts a request, also one for an address that nobody has.
   * @returns false when the address has asked too often
   */
  async admit(email: string): Promise<boolean> {
    const now = this.#host.now();
    const begin = new Date(now.getTime() - WINDOW_MS).toISOString();
    return await this.#db.transaction().execute(async (trx) => {
      await trx.deleteFrom('bus_auth_otp_requests').where('requested_at', '<', begin).execute();
      const recent = await trx
        .selectFrom('bus_auth_otp_requests')
        .select('id')
        .where('email', '=', email)
        .execute();
      if (recent.length >= MAX_REQUESTS) return false;
      const request = { id: this.#host.uuid(), email, requested_at: now.toISOString() };
      await trx.insertInto('bus_auth_otp_requests').values(request).execute();
      return true;
    });
  }

  /**
   * Makes the address's password; an earlier one is void.
   * @returns the password, for the mail and nothing else
   */
  async issue(email: string): Promise<string> {
    const otp = String(this.#host.random(6).readUIntBE(0, 6) % 10 ** OTP_DIGITS).padStart(OTP_DIGITS, '0');
    const expiry = new Date(this.#host.now().getTime() + OTP_TTL_SECONDS * 1000).toISOString();
    const row = { otp_hash: this.#hash(email, otp), expires_at: expiry, attempts: 0 };
    await this.#db
      .insertInto('bus_auth_otps')
      .values({ email, ...row })
      .onConflict((conflict) => conflict.column('email').doUpdateSet(row))
      .execute();
    return otp;
  }

  /** Voids the address's password. */
  async withdraw(email: string): Promise<void> {
    await this.#db.deleteFrom('bus_auth_otps').where('email', '=', email).execute();
  }

  /**
   * Uses a password up.
   * @returns false when it is wrong, expired, used, or tried too often; which of these is nobody's business
   */
  async redeem(email: string, otp: string): Promise<boolean> {
    const now = this.#host.now().toISOString();
    return await this.#db.transaction().execute(async (trx) => {
      const row = await trx
        .updateTable('bus_auth_otps')
        .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
        .where('email', '=', email)
        .returningAll()
        .executeTakeFirst();
      const right = sameText(this.#hash(email, otp), row?.otp_hash ?? '');
      const usable = row !== undefined && row.expires_at > now && row.attempts <= MAX_ATTEMPTS;
      if (right && usable) await trx.deleteFrom('bus_auth_otps').where('email', '=', email).execute();
      return right && usable;
    });
  }

  #hash(email: string, otp: string): string {
    return createHmac('sha256', this.#hashKey)
      .update(JSON.stringify([email, otp]))
      .digest('hex');
  }
}
