/** One thing that a buyer of the setup or pilot gets. */
export interface Deliverable {
  readonly id: string;
  readonly title: string;
  /** What is handed over, one or two sentences. */
  readonly what: string;
  /** Commands that verify it; empty where only people can. */
  readonly commands: readonly string[];
  /** Ids of the lines of the acceptance checklist that stand for it. */
  readonly lines: readonly string[];
}

/** Everything that is delivered, in the order of the checklist. Each line of the checklist belongs to one of them. */
export const DELIVERABLES: readonly Deliverable[] = [
  {
    id: 'running-stack',
    title: 'A running stack',
    what: 'The services of the agreed profile, started from nothing, behind one gateway.',
    commands: ['bus-setup status', 'bus-setup proof'],
    lines: [
      'STACK_RUNNING',
      'MODEL_ACCESS',
      'ACCOUNTS',
      'TOKEN_RULES',
      'BILLING',
      'USAGE',
      'QUOTA',
      'BILLED_USE',
      'EVENTS',
      'PORTAL',
      'NOTES',
      'RUNTIME',
      'WEBHOOK',
      'BOUNDARIES',
    ],
  },
  {
    id: 'route-catalog',
    title: 'The route catalog',
    what: 'Every route with owner, exposure, audience, scopes, backend and the command that proves it; also as OpenAPI.',
    commands: ['bus-setup routes --checkout DIR --live', 'bus-setup routes --format openapi'],
    lines: ['ROUTE_CATALOG'],
  },
  {
    id: 'secrets-handoff',
    title: 'Credentials, and the rules of their handoff',
    what: 'Who gives which credential to whom, by which way, and what happens to it afterwards.',
    commands: ['bus-setup profiles show PROFILE', 'bus-setup scan'],
    lines: ['SECRETS_HANDOFF', 'NO_SECRETS'],
  },
  {
    id: 'proof-report',
    title: 'The proof report',
    what: 'A report of every check, with evidence that can be verified offline and repeated.',
    commands: ['bus-setup verify evidence.tar.gz', 'bus-setup accept evidence.tar.gz'],
    lines: [
      'PROOF_PASSED',
      'PROOF_COMPLETE',
      'PROOF_REPORT',
      'EVIDENCE_INTACT',
      'EVIDENCE_ORIGIN',
      'EVIDENCE_FRESH',
      'EVIDENCE_REPEATED',
    ],
  },
  {
    id: 'diagnostic-bundle',
    title: 'The diagnostic bundle',
    what: 'What support needs to help, redacted, with a ledger of everything that was removed.',
    commands: ['bus-setup bundle', 'bus-setup verify bundle.tar.gz'],
    lines: ['DIAGNOSTIC_BUNDLE'],
  },
  {
    id: 'support-window',
    title: 'The support window',
    what: 'When support answers, and for how long after the handover. The promise stands in the contract; whether the package is active, and its window, in billing.',
    commands: ['bus-setup support status', 'bus-setup proof --only support-window'],
    lines: ['SUPPORT_WINDOW'],
  },
  {
    id: 'known-limitations',
    title: 'Known limitations',
    what: 'What the stack cannot do yet and which of its defaults are for demonstration only.',
    commands: [],
    lines: ['KNOWN_LIMITATIONS'],
  },
  {
    id: 'live-proof',
    title: 'Live proof of Codex and Stripe (optional)',
    what: 'Calls with real credentials of the customer; left out unless the customer gives them.',
    commands: ['bus-setup proof --only live-codex', 'bus-setup proof --only stripe-test-mode'],
    lines: ['LIVE_CODEX', 'LIVE_STRIPE'],
  },
];

/** What a proof is evidence for. A proof of one tier says nothing of another. */
export interface ProofTier {
  readonly tier: 'local' | 'hosted' | 'production-pilot';
  readonly title: string;
  readonly proves: string;
  readonly doesNotProve: string;
  readonly command: string;
}

/** The three tiers, kept apart in every report and receipt. */
export const PROOF_TIERS: readonly ProofTier[] = [
  {
    tier: 'local',
    title: 'Local proof',
    proves: 'The stack behaves as its contract says on one machine, with the documented local defaults.',
    doesNotProve:
      'Anything about a stack that strangers can reach: no TLS, publicly known keys, a static VM backend.',
    command: 'bus-setup --profile local --checkout DIR',
  },
  {
    tier: 'hosted',
    title: 'Hosted proof',
    proves: 'A stack that somebody runs answers its account as it should, and hides what it should hide.',
    doesNotProve: 'That it carries real customers: load, backups and operation over time are not looked at.',
    command: 'bus-setup --profile hosted --url URL',
  },
  {
    tier: 'production-pilot',
    title: 'Production-pilot proof',
    proves: 'The hosted stack of one pilot passes every check that the pilot requires, boundaries included.',
    doesNotProve:
      'That the product is ready for production in general; it speaks for this pilot on this day.',
    command: 'bus-setup --profile production-pilot --url URL',
  },
];

/** What the first paid pilot does not include, so that nobody expects it. */
export const NON_GOALS: readonly string[] = [
  'An unqualified production promise: this is a paid setup or pilot.',
  'A service level, a support price or an uptime figure; where they are agreed, they stand in the contract.',
  'High availability, scaling, load tests, or operation by an on-call team.',
  'Backup, migration and rollback runbooks: none exist yet.',
  'Isolation of untrusted code: the container worker uses the Docker socket and is for trusted use only.',
  'A replacement for Kubernetes or another orchestrator.',
  'Live Stripe charges; the pilot uses test mode unless a cutover is agreed in writing.',
  'Fleets of autonomous workers: the worker lifecycle is not finished.',
  'Installation on Windows hosts.',
];
