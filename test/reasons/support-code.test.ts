import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { REASONS } from '../../src/reasons/catalog.ts';
import { LONGEST_WORD } from '../../src/reasons/check-symbols.ts';
import { MOST_REASON_NUMBERS, NUMBERED_REASONS, reasonNumber } from '../../src/reasons/reason-numbers.ts';
import {
  looksLikeSupportCode,
  NUMBERED_PROFILES,
  NUMBERED_VERDICTS,
  readSupportCode,
  type SupportFacts,
  supportCode,
} from '../../src/reasons/support-code.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const FAILED: SupportFacts = {
  verdict: 'failed',
  profile: 'embedded',
  version: '0.1.0',
  reasons: ['PR-NOTES-LOST', 'PR-MODELS-SHAPE'],
};

/** Numbers from 0 to below `limit`, the same in every run. */
function draws(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Facts of every kind: each verdict and profile, long versions, few and many reasons. */
function someFacts(count: number): readonly SupportFacts[] {
  const draw = draws(7);
  const pick = <T>(list: readonly T[]): T => list[draw(list.length)] as T;
  return Array.from({ length: count }, () => ({
    verdict: pick(NUMBERED_VERDICTS),
    profile: pick(NUMBERED_PROFILES),
    version: [draw(4), draw(40), draw(300)].join('.'),
    reasons: [...new Set(Array.from({ length: draw(7) }, () => pick(NUMBERED_REASONS)))],
  }));
}

/** What a person who mistypes may get: a complaint, or, where it means the same, the same. */
function outcome(code: string): unknown {
  try {
    return readSupportCode(code);
  } catch (error) {
    return String(error);
  }
}

describe('a support code', () => {
  it('is short, in groups, and begins with a digit, as no reason id does', () => {
    expect(supportCode(FAILED)).toMatch(/^[0-7][0-9A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(looksLikeSupportCode(supportCode(FAILED))).toBe(true);
    for (const id of Object.keys(REASONS)) expect(looksLikeSupportCode(id)).toBe(false);
  });

  it('tells the same again, whatever it was made of', () => {
    for (const facts of someFacts(500)) {
      const code = supportCode(facts);
      expect(code.replaceAll('-', '').length).toBeLessThanOrEqual(LONGEST_WORD);
      const { reasons, more, ...rest } = readSupportCode(code);
      const { reasons: given, ...others } = facts;
      expect(rest).toEqual(others);
      expect(reasons).toEqual(given.slice(0, 4));
      expect(more).toBe(Math.max(0, given.length - 4));
    }
  });

  it('is read in any case, with any gaps, and with the letters that are misheard', () => {
    const code = supportCode(FAILED);
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(typed).not.toBe(code);
    expect(readSupportCode(` ${typed} `)).toEqual(readSupportCode(code));
  });

  it('notices every single wrong letter', () => {
    for (const facts of someFacts(15)) {
      const letters = supportCode(facts).replaceAll('-', '');
      for (const [place, right] of Array.from(letters).entries()) {
        for (const wrong of ALPHABET) {
          if (wrong === right) continue;
          const typed = letters.slice(0, place) + wrong + letters.slice(place + 1);
          expect(outcome(typed), typed).toMatch(/RN-CODE-MISTYPED/);
        }
      }
    }
  });

  it('notices every two letters that changed places, side by side or not', () => {
    for (const facts of someFacts(30)) {
      const letters = Array.from(supportCode(facts).replaceAll('-', ''));
      for (let one = 0; one < letters.length; one++) {
        for (let other = one + 1; other < letters.length; other++) {
          if (letters[one] === letters[other]) continue;
          const typed = letters.with(one, letters[other] ?? '').with(other, letters[one] ?? '');
          expect(outcome(typed.join('')), typed.join('')).toMatch(/RN-CODE-MISTYPED/);
        }
      }
    }
  });

  it('notices a zero that is lost at its front', () => {
    const code = supportCode({ ...FAILED, verdict: 'passed', profile: 'custom' });
    expect(code).toMatch(/^00/);
    expect(outcome(code.slice(1))).toMatch(/RN-CODE-MISTYPED/);
    expect(outcome(code.slice(2))).toMatch(/RN-CODE-MISTYPED/);
  });

  it.each(['', '-', '0', '00', '0U11-2345', '1'.repeat(40), '2110 é'])(
    'says what is wrong with %j',
    (text) => {
      expect(outcome(text)).toMatch(/RN-CODE-MISTYPED/);
    },
  );

  it('names a profile of the operator custom, and a reason without a number unknown', () => {
    const code = supportCode({ ...FAILED, profile: 'acme', reasons: ['PR-MADE-UP'] });
    expect(readSupportCode(code)).toMatchObject({ profile: 'custom', reasons: ['unknown'] });
  });
});

/*
 * How many ids were published together, and the SHA-256 of all up to there. A new batch adds a row and changes none:
 * a row that fails means that a published number changed its meaning, and codes of older programs would lie.
 */
const PUBLISHED: readonly (readonly [count: number, digest: string])[] = [
  [350, '7d674ea15bd00c1d6fe08e049a0acca31a3579239e3d93219936da0047750c9d'],
];

describe('the numbers of reasons', () => {
  it.each(PUBLISHED)('are what they were for the first %i', (count, digest) => {
    const ids = NUMBERED_REASONS.slice(0, count).join('\n');
    expect(createHash('sha256').update(ids).digest('hex')).toBe(digest);
  });

  it('are there for every reason, once, and have room', () => {
    const missing = Object.keys(REASONS).filter((id) => reasonNumber(id) === 0);
    expect(missing, 'add these at the end of src/reasons/reason-numbers.ts').toEqual([]);
    expect(new Set(NUMBERED_REASONS).size).toBe(NUMBERED_REASONS.length);
    expect(NUMBERED_REASONS.length).toBeLessThanOrEqual(MOST_REASON_NUMBERS);
  });

  it('keep verdicts and profiles where they are', () => {
    expect(NUMBERED_VERDICTS.slice(0, 5)).toEqual(['passed', 'done', 'failed', 'refused', 'incomplete']);
    expect(NUMBERED_PROFILES.slice(0, 5)).toEqual([
      'custom',
      'embedded',
      'local',
      'hosted',
      'production-pilot',
    ]);
  });
});
