import {
  ESCAPES,
  json,
  lie,
  noToken,
  nth,
  STRANGER,
  set,
  status,
  type ToldLie,
  without,
  yes,
} from './lie.ts';

const STATUS = '/api/v1/billing/status';
const ACCOUNT = /^\/api\/internal\/billing\/accounts\//;
const CHAT = '/v1/chat/completions';

/** Lies about billing. */
export const BILLING_LIES: readonly ToldLie[] = [
  lie('billing-status', 'somebody else’s', 'PR-BILLING-FOREIGN', STATUS, set({ account_id: STRANGER })),
  lie('billing-status', 'an unknown state', 'PR-BILLING-SHAPE', STATUS, set({ status: 'fine' })),
  lie(
    'billing-status',
    'missing, and nothing to do',
    'PR-BILLING-CONTRADICTION',
    STATUS,
    set({ setup_required: false }),
  ),
  lie('billing-status', 'two views', 'PR-BILLING-DISAGREES', ACCOUNT, set({ plan_id: 'gold' })),
  lie('billing-status', 'any account', 'PR-BILLING-MALFORMED', /accounts\/not-a-uuid/, yes({})),
  lie(
    'billing-status',
    'active for everybody',
    'PR-BILLING-FOREIGN',
    /billing\/(status|accounts)/,
    set({ status: 'active', setup_required: false }),
  ),
  lie('billing-status', 'public', 'PR-BILLING-PUBLIC', STATUS, yes({}), { when: noToken }),
  lie('billing-status', 'a number beyond counting', 'PR-BILLING-SHAPE', STATUS, (told) => {
    const quota =
      '{"feature":"llm:proxy","meter_event_name":"m","window":"day","used":9007199254740993,"limit":1,"remaining":0,"exceeded":true}';
    told.body = told.body.replace('{', `{"usage":[${quota}],`);
  }),
  lie('billing-status', 'no account', 'PR-BILLING-SHAPE', STATUS, without('account_id')),
  lie('billing-status', 'escapes for an account', 'PR-BILLING-FOREIGN', STATUS, set({ account_id: ESCAPES })),
  lie(
    'billing-status',
    'missing, with features',
    'PR-BILLING-CONTRADICTION',
    STATUS,
    set({ features: ['llm:proxy'] }),
  ),
  lie(
    'billing-status',
    'an upgrade for nothing',
    'PR-BILLING-CONTRADICTION',
    STATUS,
    set({ upgrade_required: true }),
  ),
  lie(
    'billing-status',
    'set up, and told to wait',
    'PR-BILLING-CONTRADICTION',
    STATUS,
    set({ next_action: 'wait' }),
  ),
  lie(
    'billing-status',
    'a quota that does not add up',
    'PR-BILLING-CONTRADICTION',
    STATUS,
    set({
      usage: [
        {
          feature: 'f',
          meter_event_name: 'm',
          window: 'day',
          used: 1,
          limit: 2,
          remaining: 2,
          exceeded: false,
        },
      ],
    }),
  ),
  lie(
    'billing-status',
    'a new account is active',
    'PR-BILLING-FOREIGN',
    STATUS,
    set({ status: 'active', setup_required: false }),
    { when: nth(1) },
  ),
  lie(
    'billing-status',
    'a new account gets another’s status',
    'PR-BILLING-FOREIGN',
    STATUS,
    set({ account_id: '00000000-0000-4000-8000-000000000001' }),
    { when: nth(1) },
  ),
  lie(
    'billing-status',
    'the operator’s view is empty',
    'PR-BILLING-SHAPE',
    ACCOUNT,
    json(() => ({})),
  ),
  lie('billing-enforcement', 'model calls for nobody', 'PR-BILLING-UNHEEDED', CHAT, status(402)),
];
