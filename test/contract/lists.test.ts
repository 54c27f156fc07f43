import { describe, expect, it } from 'vitest';
import { waitlistResponse } from '../../src/contract/auth.ts';
import { billingStatusResponse } from '../../src/contract/billing.ts';
import { catalogResponse } from '../../src/contract/billing-catalog.ts';
import { containersStatusResponse } from '../../src/contract/containers.ts';
import { noteListResponse } from '../../src/contract/notes.ts';
import { portalModulesResponse } from '../../src/contract/portal.ts';
import { usagePage } from '../../src/contract/usage.ts';

const page = { page: 1, page_size: 100, before: '2026-05-01T10:00:00Z', has_more: false };
const status = { account_id: 'a', status: 'missing', setup_required: true };

// ERR-7: Go prints an empty list that nobody filled as null.
describe('a list that is null', () => {
  it.each([
    ['usage', usagePage, { ...page, items: null }],
    ['containers', containersStatusResponse, { items: null }],
    ['the waitlist', waitlistResponse, { items: null }],
    ['the waitlist, bare', waitlistResponse, null],
    ['notes', noteListResponse, { notes: null }],
    ['portal modules', portalModulesResponse, { modules: null }],
  ])('is empty: %s', (_name, schema, answer) => {
    expect(schema.parse(answer).items).toEqual([]);
  });

  it('is empty in a billing status and in the catalog', () => {
    expect(billingStatusResponse.parse({ ...status, features: null, usage: null })).toEqual({
      ...status,
      features: [],
      usage: [],
    });
    const empty = { products: [], meters: [], plans: [] };
    expect(catalogResponse.parse({ products: null, meters: null, plans: null })).toEqual(empty);
  });

  it.each([
    ['usage', usagePage, page],
    ['containers', containersStatusResponse, {}],
    ['the waitlist', waitlistResponse, { total: 0 }],
    ['notes', noteListResponse, {}],
    ['portal modules', portalModulesResponse, { modules: {} }],
    ['the catalog', catalogResponse, { products: [], meters: [] }],
  ])('is not one that is missing: %s', (_name, schema, answer) => {
    expect(schema.safeParse(answer).success).toBe(false);
  });
});
