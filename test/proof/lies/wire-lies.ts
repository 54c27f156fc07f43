import type { ReasonId } from '../../../src/reasons/catalog.ts';
import type { Asked, Lie } from '../lying-gateway.ts';
import { lie, named, noToken, type ToldLie } from './lie.ts';
import { type DocumentKind, WIRE_KINDS, type WireKind } from './wire-kinds.ts';

/** The answer of a check's own route that the kinds of {@link WIRE_KINDS} are tried on. */
interface WireTarget extends Pick<Lie, 'method' | 'path' | 'when'> {
  readonly check: string;
  readonly document: DocumentKind;
  /** Reason when the document is well made and of another shape, or empty. */
  readonly shape: ReasonId;
  /** Kinds that mean something else here, by name; null for one that is no lie here. */
  readonly otherwise?: Readonly<Record<string, ReasonId | null>>;
}

const STREAM = '/api/v1/events/stream';
const OWN = (asked: Asked) => (asked.query.get('name') ?? '').startsWith('example.proof.');
/** A route whose type header the gateway is known to garble. */
const ANY_TYPE = { 'a page': 'PR-ANSWER-NOT-JSON', 'a text': 'PR-ANSWER-NOT-JSON' } as const;

const TARGETS: readonly WireTarget[] = [
  {
    check: 'gateway-ready',
    path: '/readyz',
    document: 'json',
    shape: 'PR-GATEWAY-SHAPE',
    otherwise: ANY_TYPE,
  },
  { check: 'models', path: '/v1/models', document: 'json', shape: 'PR-MODELS-SHAPE' },
  { check: 'auth-waitlist', path: '/api/v1/auth/register', document: 'json', shape: 'PR-REGISTER-SHAPE' },
  { check: 'auth-lifecycle', path: '/api/v1/auth/otp/request', document: 'json', shape: 'PR-OTP-SHAPE' },
  {
    check: 'token-boundaries',
    path: '/api/v1/vm/status',
    when: noToken,
    document: 'json',
    shape: 'PR-REFUSAL-SHAPE',
    otherwise: { 'nothing, and yes': 'PR-TOKEN-NOT-ASKED' },
  },
  { check: 'billing-status', path: '/api/v1/billing/status', document: 'json', shape: 'PR-BILLING-SHAPE' },
  {
    check: 'entitlement',
    path: '/api/internal/billing/entitlement-check',
    document: 'json',
    shape: 'PR-ENTITLEMENT-SHAPE',
  },
  {
    check: 'billing-quota',
    method: 'GET',
    path: /^\/api\/internal\/billing\/accounts\//,
    document: 'json',
    shape: 'PR-BILLING-SHAPE',
  },
  { check: 'usage-ingest', path: '/api/internal/usage-events', document: 'json', shape: 'PR-USAGE-SHAPE' },
  { check: 'events-replay', path: STREAM, when: OWN, document: 'lines', shape: 'PR-EVENTS-LOST' },
  {
    check: 'portal',
    path: /\/v1\/modules$/,
    document: 'json',
    shape: 'PR-PORTAL-SHAPE',
    // An empty list is printed as null by services written in Go.
    otherwise: { null: 'PR-PORTAL-MODULE-MISSING' },
  },
  {
    check: 'notes-persistence',
    method: 'GET',
    path: /^\/api\/v1\/notes\/(?!search$)[^/]+$/,
    document: 'json',
    shape: 'PR-NOTES-SHAPE',
    otherwise: { 'no such route': 'PR-NOTES-LOST' },
  },
  { check: 'vm-status', path: '/api/v1/vm/status', document: 'json', shape: 'PR-VM-SHAPE' },
  {
    check: 'containers-status',
    path: '/api/v1/containers/status',
    document: 'json',
    shape: 'PR-CONTAINERS-SHAPE',
  },
  {
    check: 'dev-task',
    path: STREAM,
    when: named('bus.dev.task.done'),
    document: 'lines',
    shape: 'PR-TASK-UNFINISHED',
  },
  {
    check: 'stripe-webhook',
    path: STREAM,
    when: named('bus.billing.subscription.result'),
    document: 'lines',
    shape: 'PR-SUBSCRIPTION-SILENT',
  },
];

/** Every kind of broken answer, on one route of every check. */
export const WIRE_LIES: readonly ToldLie[] = TARGETS.flatMap((target) =>
  WIRE_KINDS.flatMap((kind) => wireLie(target, kind)),
);

/** One kind a target, in turn: each kind is told once. */
export const WIRE_SAMPLE: readonly ToldLie[] = WIRE_KINDS.flatMap((kind, index) => {
  const target = TARGETS[index % TARGETS.length];
  return target === undefined || kind.slow === true ? [] : wireLie(target, kind);
});

function wireLie({ check, document, shape, otherwise, ...where }: WireTarget, kind: WireKind): ToldLie[] {
  const expected = kind.reason[document];
  const reason = otherwise?.[kind.name] === undefined ? expected : otherwise[kind.name];
  if (reason === null || reason === undefined) return [];
  const { path, ...more } = where;
  return [lie(check, kind.name, reason === 'shape' ? shape : reason, path, kind.tell, more)];
}
