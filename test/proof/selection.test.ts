import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/proof/checks/catalog.ts';
import { leftOut } from '../../src/proof/selection.ts';

const planned = CHECKS.map((check) => ({ check, required: true }));
const kept = (selection: Parameters<typeof leftOut>[1]) => {
  const out = leftOut(planned, selection);
  return CHECKS.map(({ id }) => id).filter((id) => !out.has(id));
};

describe('a selection of checks', () => {
  it('takes a group for every check of it, and what they need', () => {
    const billing = CHECKS.filter(({ group }) => group === 'billing').map(({ id }) => id);
    expect(billing).toContain('billing-quota');
    expect(kept({ only: ['billing'] })).toEqual(['gateway-ready', ...billing]);
  });

  it('takes an id for its check alone', () => {
    expect(kept({ only: ['billing-quota'] })).toEqual(['gateway-ready', 'billing-quota']);
  });

  it('leaves a group out', () => {
    expect(kept({ skip: ['billing'] }).filter((id) => id.startsWith('billing'))).toEqual([]);
  });

  it('knows no other words', () => {
    expect(() => kept({ only: ['bills'] })).toThrow('PR-UNKNOWN-CHECK');
  });
});
