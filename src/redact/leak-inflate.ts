import { constants, inflateRawSync } from 'node:zlib';

/** What a search for compressed members may still cost, in bytes. */
export interface Budget {
  left: number;
}

/** A compressed member. */
export interface Member {
  /** Where its head begins. */
  readonly at: number;
  readonly bytes: Buffer;
}

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
/** Bits of the flags that no program may set (RFC 1952, 2.3.1.2). */
const RESERVED = 0xe0;
/** What setting up zlib costs, as bytes that could be scanned meanwhile. */
const SETUP = 4096;
/**
 * Sizes up to which a member is unpacked. Most of what begins like one breaks early; so much room is only given to one
 * that has filled less.
 */
const ROOMS = [64 * 1024, 2 * 1024 * 1024, 64 * 1024 * 1024] as const;

/**
 * Finds gzip members anywhere in the bytes: whole, cut off, or followed by something else.
 * @param budget what was unpacked is taken off it; below zero there was too much, and the answer is not complete
 */
export function* gzipMembers(bytes: Buffer, budget: Budget): Generator<Member> {
  const zero = zeroFinder(bytes);
  for (let at = bytes.indexOf(GZIP); at >= 0 && budget.left >= 0; at = bytes.indexOf(GZIP, at + 1)) {
    const start = endOfHead(bytes, at, zero);
    const member = start === undefined ? undefined : inflate(bytes.subarray(start), budget);
    if (member !== undefined && member.length > 0) yield { at, bytes: member };
  }
}

function inflate(bytes: Buffer, budget: Budget): Buffer | undefined {
  for (const room of ROOMS) {
    budget.left -= SETUP;
    try {
      // A member may be cut off, and anything may follow it: without its head and its sum zlib minds neither.
      const member = inflateRawSync(bytes, { maxOutputLength: room, finishFlush: constants.Z_SYNC_FLUSH });
      budget.left -= member.length;
      return member;
    } catch (error) {
      // Three bytes that look like the head of a member are in many files.
      if (!isTooLarge(error)) return undefined;
      budget.left -= room;
      if (budget.left < 0) return undefined;
    }
  }
  // There is more in it than can be looked at.
  budget.left = -1;
  return undefined;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

const FIXED_HEAD = 10;
const FLAGS = { sum: 2, extra: 4, name: 8, comment: 16 } as const;

/** Where the head of a member ends (RFC 1952, 2.3): ten bytes, and what its flags say follows them. */
function endOfHead(bytes: Buffer, start: number, zero: ZeroFinder): number | undefined {
  const flags = bytes[start + 3] ?? RESERVED;
  if ((flags & RESERVED) !== 0) return undefined;
  let at = start + FIXED_HEAD;
  if ((flags & FLAGS.extra) !== 0) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const text of [FLAGS.name, FLAGS.comment]) {
    if ((flags & text) === 0) continue;
    const end = zero(at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  if ((flags & FLAGS.sum) !== 0) at += 2;
  // Three bits begin the first block; of their kinds one does not exist (RFC 1951, 3.2.3).
  return at >= bytes.length || ((bytes[at] as number) & 6) === 6 ? undefined : at;
}

/** The first zero from a place on, or -1. */
type ZeroFinder = (from: number) => number;

/** What was looked through once for a zero is not looked through again: heads may stand as close as they like. */
function zeroFinder(bytes: Buffer): ZeroFinder {
  let start = 0;
  let found = -2;
  return (from) => {
    if (found === -2 || from < start || (found >= 0 && from > found)) {
      start = from;
      found = bytes.indexOf(0, from);
    }
    return found;
  };
}
