import type { Kysely } from 'kysely';
import type { IdentityStatus } from '../../../contract/auth.ts';
import type { ServiceDatabase } from '../../store/database.ts';

/** The tables of the auth provider. Times are RFC 3339 in UTC. */
export type AuthTables = {
  bus_auth_identities: {
    /** Lower case. Can change; the identity does not. */
    email: string;
    /** What becomes `sub`. */
    identity_id: string;
    status: IdentityStatus;
    /** 1 once a one-time password came back. */
    email_verified: number;
    reject_reason: string | null;
    created_at: string;
    updated_at: string;
  };
  /** The one password that an address can use now. */
  bus_auth_otps: {
    email: string;
    /** Keyed hash in hex; the password itself is nowhere. */
    otp_hash: string;
    expires_at: string;
    /** Wrong tries so far. */
    attempts: number;
  };
  /** When passwords were asked for, to limit it. */
  bus_auth_otp_requests: { id: string; email: string; requested_at: string };
  bus_auth_revocations: { token_key: string; expires_at: string };
};

/**
 * Makes the tables where they are missing.
 * @returns the same connection, which now knows them
 */
export async function withAuthTables(database: ServiceDatabase): Promise<Kysely<AuthTables>> {
  const { schema } = database;
  await schema
    .createTable('bus_auth_identities')
    .ifNotExists()
    .addColumn('email', 'text', (column) => column.primaryKey())
    .addColumn('identity_id', 'text', (column) => column.notNull().unique())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('email_verified', 'integer', (column) => column.notNull())
    .addColumn('reject_reason', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('bus_auth_otps')
    .ifNotExists()
    .addColumn('email', 'text', (column) => column.primaryKey())
    .addColumn('otp_hash', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createTable('bus_auth_otp_requests')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('requested_at', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('bus_auth_revocations')
    .ifNotExists()
    .addColumn('token_key', 'text', (column) => column.primaryKey())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
  return database.$extendTables<AuthTables>();
}
