import {
  billingSessionResponse,
  billingStatusResponse,
  checkoutSessionRequest,
  entitlementCheckRequest,
  entitlementDecision,
  portalSessionRequest,
} from '../billing.ts';
import { billingCatalog, catalogPutResponse, catalogResponse } from '../billing-catalog.ts';
import { AUDIENCES } from '../tokens.ts';
import type { RouteSpec } from './route-spec.ts';

const PUBLIC = { auth: 'bearer', audience: AUDIENCES.api, localOnly: false } as const;
const INTERNAL = { auth: 'bearer', audience: AUDIENCES.internal, localOnly: false } as const;
const LOCAL_PROVIDER = 'the local provider gives fixed offline URLs';
const BEARER = '-H "Authorization: Bearer $BUS_API_TOKEN"';
const INTERNAL_BEARER = '-H "Authorization: Bearer $BUS_INTERNAL_TOKEN"';
const JSON_TYPE = `-H 'Content-Type: application/json'`;

/** Routes of the billing module (bus-api-provider-billing page). */
export const BILLING_ROUTES = [
  {
    ...PUBLIC,
    id: 'billing.status',
    method: 'GET',
    path: '/api/v1/billing/status',
    summary: "billing status of the token's own account",
    scopes: ['billing:read'],
    successStatus: [200],
    proofCommand: `curl -fsS ${BEARER} "$BUS_BASE_URL/api/v1/billing/status"`,
    response: billingStatusResponse,
  },
  {
    ...PUBLIC,
    id: 'billing.checkout-session',
    method: 'POST',
    path: '/api/v1/billing/checkout-session',
    summary: 'hosted page where a customer sets up billing',
    scopes: ['billing:setup'],
    localNote: LOCAL_PROVIDER,
    successStatus: [200],
    proofCommand: `curl -fsS -X POST ${BEARER} ${JSON_TYPE} -d '{"feature":"llm:proxy"}' "$BUS_BASE_URL/api/v1/billing/checkout-session"`,
    request: checkoutSessionRequest,
    response: billingSessionResponse,
  },
  {
    ...PUBLIC,
    id: 'billing.portal-session',
    method: 'POST',
    path: '/api/v1/billing/portal-session',
    summary: 'hosted page where a customer manages billing',
    scopes: ['billing:read'],
    localNote: LOCAL_PROVIDER,
    successStatus: [200],
    proofCommand: `curl -fsS -X POST ${BEARER} ${JSON_TYPE} -d '{}' "$BUS_BASE_URL/api/v1/billing/portal-session"`,
    request: portalSessionRequest,
    response: billingSessionResponse,
  },
  {
    ...INTERNAL,
    id: 'billing.catalog-get',
    method: 'GET',
    path: '/api/internal/billing/catalog',
    summary: 'the stored product catalog',
    scopes: ['billing:catalog:read'],
    successStatus: [200],
    proofCommand: `curl -fsS ${INTERNAL_BEARER} "$BUS_BASE_URL/api/internal/billing/catalog"`,
    response: catalogResponse,
  },
  {
    ...INTERNAL,
    id: 'billing.catalog-put',
    method: 'PUT',
    path: '/api/internal/billing/catalog',
    summary: 'replaces the product catalog',
    note: 'the command puts back what is stored, so that it changes nothing',
    scopes: ['billing:catalog:write'],
    successStatus: [200],
    proofCommand: `curl -fsS ${INTERNAL_BEARER} "$BUS_BASE_URL/api/internal/billing/catalog" | curl -fsS -X PUT ${INTERNAL_BEARER} ${JSON_TYPE} --data-binary @- "$BUS_BASE_URL/api/internal/billing/catalog"`,
    request: billingCatalog,
    response: catalogPutResponse,
  },
  {
    ...INTERNAL,
    id: 'billing.account-status',
    method: 'GET',
    path: '/api/internal/billing/accounts/{account_id}/status',
    summary: 'billing status of any account',
    scopes: ['billing:read'],
    successStatus: [200],
    proofCommand: `curl -fsS ${INTERNAL_BEARER} "$BUS_BASE_URL/api/internal/billing/accounts/$BUS_LOCAL_ACCOUNT_ID/status"`,
    response: billingStatusResponse,
  },
  {
    ...INTERNAL,
    id: 'billing.entitlement-check',
    method: 'POST',
    path: '/api/internal/billing/entitlement-check',
    summary: 'decides whether an account may use a scope',
    scopes: ['billing:entitlement:check'],
    successStatus: [200],
    proofCommand: `curl -fsS -X POST ${INTERNAL_BEARER} ${JSON_TYPE} -d "{\\"account_id\\":\\"$BUS_LOCAL_ACCOUNT_ID\\",\\"scope\\":\\"llm:proxy\\"}" "$BUS_BASE_URL/api/internal/billing/entitlement-check"`,
    request: entitlementCheckRequest,
    response: entitlementDecision,
  },
] as const satisfies readonly RouteSpec[];
