import type { Results } from '../../proof/report/results.ts';
import type { FileMap } from '../bag/file-map.ts';
import type { Verification } from '../verify/verification.ts';
import { passed, pointHolds, type Tick, tickOf } from './tick.ts';

/** What a line of the checklist is judged by. */
export interface Acceptance {
  readonly verification: Verification;
  readonly results: Results | undefined;
  /** Files of the evidence set or the bundle. */
  readonly files: FileMap;
}

/** One line of the acceptance checklist. */
export interface ChecklistItem {
  /** Stable, upper case with underscores: stands in receipts. */
  readonly id: string;
  /** What is delivered, a short clause. */
  readonly title: string;
  /** Command or check that shows it. */
  readonly shownBy: string;
  /** Checks of the proof that it stands on, where it stands on any. */
  readonly checks?: readonly string[];
  /** True when a receipt must not be written without it. */
  readonly needed: boolean;
  readonly judge: (acceptance: Acceptance) => Tick;
}

/** A line that no evidence can tick. */
function forAPerson(id: string, title: string, shownBy: string): ChecklistItem {
  return { id, title, shownBy, needed: false, judge: () => ({ state: 'open', why: 'a person has to look' }) };
}

/** A line that checks of the proof tick. */
function byChecks(id: string, title: string, checks: readonly string[], needed = true): ChecklistItem {
  return {
    id,
    title,
    shownBy: checks.join(', '),
    checks,
    needed,
    judge: ({ results }) => passed(results, checks),
  };
}

/** The acceptance checklist, in the order in which it is walked. */
export const CHECKLIST: readonly ChecklistItem[] = [
  {
    id: 'EVIDENCE_INTACT',
    title: 'The evidence is what was sealed (V1)',
    shownBy: 'bus-setup verify',
    needed: true,
    judge: ({ verification }) => pointHolds(verification, 'integrity'),
  },
  {
    id: 'EVIDENCE_ORIGIN',
    title: 'The seller signed it (V2)',
    shownBy: 'bus-setup verify --signer',
    needed: false,
    judge: ({ verification }) => pointHolds(verification, 'origin'),
  },
  {
    id: 'EVIDENCE_FRESH',
    title: 'It was made after your challenge (V3)',
    shownBy: 'bus-setup verify --challenge',
    needed: false,
    judge: ({ verification }) => pointHolds(verification, 'fresh'),
  },
  {
    id: 'EVIDENCE_REPEATED',
    title: 'You repeated it (V4)',
    shownBy: 'bus-setup verify --against',
    needed: false,
    judge: ({ verification }) => pointHolds(verification, 'repeated'),
  },
  {
    id: 'PROOF_PASSED',
    title: 'Every required check passed',
    shownBy: 'results.json',
    needed: true,
    judge: ({ results, verification }) =>
      results?.verdict === 'PASSED' || results?.verdict === 'WARNED'
        ? pointHolds(verification, 'verdict')
        : { state: 'unmet', why: `the verdict is ${results?.verdict ?? 'missing'}` },
  },
  {
    id: 'PROOF_COMPLETE',
    title: 'No required check of the profile is missing',
    shownBy: 'bus-setup verify',
    needed: true,
    judge: ({ verification }) => pointHolds(verification, 'completeness'),
  },
  {
    id: 'PROOF_REPORT',
    title: 'The report says what the results say',
    shownBy: 'report.md, report.html',
    needed: true,
    judge: ({ verification }) => pointHolds(verification, 'reports'),
  },
  byChecks('STACK_RUNNING', 'The stack runs behind its gateway', ['gateway-ready']),
  byChecks('MODEL_ACCESS', 'The model catalog answers token holders only', ['models']),
  byChecks('ACCOUNTS', 'Accounts are registered, approved and given tokens', [
    'auth-waitlist',
    'auth-lifecycle',
  ]),
  byChecks('TOKEN_RULES', 'Wrong tokens are refused', ['token-boundaries']),
  byChecks('BILLING', 'Billing and entitlement decide who may use what', [
    'billing-status',
    'billing-catalog',
    'entitlement',
  ]),
  byChecks('USAGE', 'Use is counted once', ['usage-ingest']),
  byChecks('EVENTS', 'Events come back as they were sent', ['events-replay']),
  byChecks('PORTAL', 'The portal and its modules answer', ['portal']),
  byChecks('NOTES', 'Notes survive a restart', ['notes-persistence']),
  byChecks(
    'RUNTIME',
    'Machines, containers and development tasks answer as the contract says',
    ['vm-status', 'containers-status', 'dev-task'],
    false,
  ),
  byChecks(
    'QUOTA',
    'A plan gives its quota, a quota that is used up refuses, and each window ends at its edge',
    ['billing-quota', 'billing-windows'],
    false,
  ),
  byChecks(
    'BILLED_USE',
    'Model calls ask billing, and recorded use reaches it',
    ['billing-enforcement', 'billing-export'],
    false,
  ),
  byChecks('WEBHOOK', 'Stripe webhooks count only when they are signed', ['stripe-webhook'], false),
  byChecks(
    'BOUNDARIES',
    'From outside, internal routes and foreign tokens lead nowhere (hosted and pilot)',
    ['hosted-boundaries', 'internal-exposure'],
    false,
  ),
  {
    id: 'NO_SECRETS',
    title: 'Nothing that was handed over holds a secret',
    shownBy: 'bus-setup verify',
    needed: true,
    judge: ({ verification }) => pointHolds(verification, 'secrets'),
  },
  {
    id: 'ROUTE_CATALOG',
    title: 'The route catalog was delivered',
    shownBy: 'stack/routes.json and stack/openapi.json of the bundle',
    needed: false,
    judge: ({ files }) =>
      tickOf(
        files.has('stack/routes.json') && files.has('stack/openapi.json'),
        'it is in the bundle',
        'give the bundle to see it',
      ),
  },
  {
    id: 'DIAGNOSTIC_BUNDLE',
    title: 'The diagnostic bundle is redacted, and its ledger tells what was removed',
    shownBy: 'bus-setup verify bundle.tar.gz',
    needed: false,
    judge: ({ verification }) => pointHolds(verification, 'ledger'),
  },
  byChecks('LIVE_CODEX', 'Codex answered with real credentials (optional)', ['live-codex'], false),
  byChecks('LIVE_STRIPE', 'Stripe answered with a test key (optional)', ['stripe-test-mode'], false),
  forAPerson('SECRETS_HANDOFF', 'Credentials were handed over by the agreed way', 'the handoff rules'),
  byChecks(
    'SUPPORT_WINDOW',
    'The support package is active, and its window is open',
    ['support-window'],
    false,
  ),
  forAPerson('KNOWN_LIMITATIONS', 'The known limitations were read', 'docs/status.md'),
];
