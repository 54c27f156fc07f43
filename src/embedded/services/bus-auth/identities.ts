import type { Kysely, Selectable } from 'kysely';
import type { IdentityStatus } from '../../../contract/auth.ts';
import type { ServiceContext } from '../../service.ts';
import type { AuthTables } from './tables.ts';

/** Most identities that one waitlist answer holds. */
const WAITLIST_LIMIT = 1000;

/** One identity. */
export type Identity = Selectable<AuthTables['bus_auth_identities']>;

/** The identities, in the store. Addresses are given in lower case. */
export class Identities {
  readonly #db: Kysely<AuthTables>;
  readonly #host: Pick<ServiceContext, 'now' | 'uuid'>;

  constructor(db: Kysely<AuthTables>, host: Pick<ServiceContext, 'now' | 'uuid'>) {
    this.#db = db;
    this.#host = host;
  }

  /** Puts an address on the waitlist, or finds the identity it has. */
  async register(email: string): Promise<Identity> {
    const now = this.#now();
    await this.#db
      .insertInto('bus_auth_identities')
      .values({
        email,
        identity_id: this.#host.uuid(),
        status: 'waitlisted',
        email_verified: 0,
        reject_reason: null,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .execute();
    return await this.#select().where('email', '=', email).executeTakeFirstOrThrow();
  }

  /** The identity of an address. */
  async byEmail(email: string): Promise<Identity | undefined> {
    return await this.#select().where('email', '=', email).executeTakeFirst();
  }

  /** The identity that is the subject of a token. */
  async bySubject(subject: string): Promise<Identity | undefined> {
    return await this.#select().where('identity_id', '=', subject).executeTakeFirst();
  }

  /** Those who wait for approval, oldest first. */
  async waiting(): Promise<readonly Identity[]> {
    return await this.#select()
      .where('status', '=', 'waitlisted')
      .orderBy('created_at')
      .orderBy('email')
      .limit(WAITLIST_LIMIT)
      .execute();
  }

  /** Notes that the address has been proven. */
  async verify(email: string): Promise<Identity | undefined> {
    return await this.#update(email, { email_verified: 1 });
  }

  /**
   * Approves or rejects.
   * @param reason of a rejection
   * @returns undefined when nobody has the address
   */
  async decide(email: string, status: IdentityStatus, reason: string | null): Promise<Identity | undefined> {
    return await this.#update(email, { status, reject_reason: reason });
  }

  async #update(email: string, change: Partial<Identity>): Promise<Identity | undefined> {
    return await this.#db
      .updateTable('bus_auth_identities')
      .set({ ...change, updated_at: this.#now() })
      .where('email', '=', email)
      .returningAll()
      .executeTakeFirst();
  }

  #select() {
    return this.#db.selectFrom('bus_auth_identities').selectAll();
  }

  #now(): string {
    return this.#host.now().toISOString();
  }
}
