import { randomBytes, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OneTimePasswords } from '../../src/embedded/services/bus-auth/one-time-passwords.ts';
import { type AuthTables, withAuthTables } from '../../src/embedded/services/bus-auth/tables.ts';
import { type ScratchStore, scratchStore } from './scratch-store.ts';

const EMAIL = 'a@example.invalid';
const MINUTE_MS = 60_000;

let scratch: ScratchStore;
let db: Kysely<AuthTables>;
let clock: number;
let passwords: OneTimePasswords;
beforeEach(async () => {
  scratch = await scratchStore();
  db = await withAuthTables(scratch.database);
  clock = Date.parse('2026-05-01T10:00:00Z');
  const host = {
    now: () => new Date(clock),
    uuid: () => randomUUID(),
    random: (size: number) => randomBytes(size),
  };
  passwords = new OneTimePasswords({ db, host, hashKey: 'k'.repeat(32) });
});
afterEach(() => scratch.end());

describe('a one-time password', () => {
  it('is good for ten minutes', async () => {
    const first = await passwords.issue(EMAIL);
    clock += 10 * MINUTE_MS - 1;
    expect(await passwords.redeem(EMAIL, first)).toBe(true);
    const second = await passwords.issue(EMAIL);
    clock += 10 * MINUTE_MS;
    expect(await passwords.redeem(EMAIL, second)).toBe(false);
  });

  it('is good for one of many who use it at the same time', async () => {
    const otp = await passwords.issue(EMAIL);
    const uses = await Promise.all([1, 2, 3, 4].map(() => passwords.redeem(EMAIL, otp)));
    expect(uses.filter(Boolean)).toHaveLength(1);
  });

  it('survives four wrong tries and not five', async () => {
    for (const [tries, good] of [
      [4, true],
      [5, false],
    ] as const) {
      const otp = await passwords.issue(EMAIL);
      const wrong = otp === '111111' ? '222222' : '111111';
      for (let n = 0; n < tries; n++) expect(await passwords.redeem(EMAIL, wrong)).toBe(false);
      expect(await passwords.redeem(EMAIL, otp)).toBe(good);
    }
  });

  it('stands in the store as a keyed hash only', async () => {
    const otp = await passwords.issue(EMAIL);
    const [row] = await db.selectFrom('bus_auth_otps').selectAll().execute();
    expect(row?.otp_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.values(row ?? {})).not.toContain(otp);
    const other = new OneTimePasswords({
      db,
      host: { now: () => new Date(clock), uuid: () => randomUUID(), random: (size) => randomBytes(size) },
      hashKey: 'another',
    });
    expect(await other.redeem(EMAIL, otp)).toBe(false);
  });

  it('may be asked for again when the limit’s window has passed', async () => {
    for (let n = 0; n < 5; n++) expect(await passwords.admit(EMAIL)).toBe(true);
    expect(await passwords.admit(EMAIL)).toBe(false);
    expect(await passwords.admit('b@example.invalid')).toBe(true);
    clock += 10 * MINUTE_MS + 1;
    expect(await passwords.admit(EMAIL)).toBe(true);
  });

  it('always has six digits', async () => {
    for (const bytes of ['000000000000', '000000000007', 'ffffffffffff']) {
      const host = {
        now: () => new Date(clock),
        uuid: () => randomUUID(),
        random: () => Buffer.from(bytes, 'hex'),
      };
      const made = await new OneTimePasswords({ db, host, hashKey: 'k' }).issue(EMAIL);
      expect(made).toMatch(/^[0-9]{6}$/);
    }
  });
});
