/** How far a part of the product has come. */
export interface MaturityLevel {
  readonly level: string;
  readonly modules: string;
  readonly basis: string;
}

/** What the offer is, for the first line of every page that sells it. */
export const OFFER =
  'This is a paid setup or pilot of a self-hosted AI product stack. It is not an unqualified production promise: ' +
  'what is proven is what the proof report of your own stack says, and nothing more.';

/** Maturity of the modules, as their own pages state it. */
export const MATURITY: readonly MaturityLevel[] = [
  {
    level: 'Called stable',
    modules: 'bus-portal-ai, and by rule every portal module that is enabled by default',
    basis: 'module page',
  },
  {
    level: 'Documented in full, without a label',
    modules:
      'auth, billing, usage, LLM, Events, VM, containers, Stripe, Codex, the Docker and container workers, and the operator commands for auth, billing, Stripe and tokens',
    basis: 'module pages',
  },
  {
    level: 'Experimental',
    modules: 'bus-portal-accounting',
    basis: 'has to be switched on with --experimental',
  },
  {
    level: 'Scaffold, expressly not stable',
    modules: 'bus-worker, bus-api-provider-worker, bus-integration-worker',
    basis: 'module pages',
  },
  {
    level: 'Planned, pages in the future tense',
    modules: 'bus-notes, bus-api-provider-notes, bus-integration-notes',
    basis: 'module pages; the proof shows what runs',
  },
  {
    level: 'Without documentation',
    modules: 'the bus-services family, bus-api-provider-task, bus-integration-events, the identities family',
    basis: 'empty pages',
  },
  {
    level: 'Removed',
    modules: 'bus-work; the commands bus dev task and bus dev work',
    basis: 'module pages',
  },
];

/** What is known to be missing in the product. */
export const KNOWN_GAPS: readonly string[] = [
  'No command of the product itself starts, stops or reports the whole stack; bus-setup does.',
  'The contract for service lifecycles (create, start, stop, restart, verify, logs) is open.',
  'Looking at processes cannot tell one that is missing from one that may not be looked at.',
  'Claims, capacity and recovery of stale workers are open, and stopping a worker does not always converge.',
  'Changes to notes do not go through Events.',
  'An Events store in memory loses its history at a restart; the compose stack stores it in PostgreSQL.',
  'What happens to events that cannot be delivered is not defined.',
  'Routes are not discovered or validated by the API host; this catalog is compared with nginx.conf and with answers instead.',
  'Tokens of long-running workers are not refreshed.',
  'There are no runbooks for backup, migration and rollback.',
  'The product has no model of support; bus-setup reads it from a feature of the billing catalog (docs/support.md).',
  'Security work is open: token rules for iat and exp, trailing JSON, and the webhook secret that a caller may supply.',
  'The readiness route of the gateway is static: it proves that the gateway runs, and nothing about a service.',
  'The gateway keeps nginx defaults: 1 MiB of request body, 60 seconds between bytes of an answer.',
  'Internal routes share the port of the public ones; only loopback, audiences and a shared key keep them apart.',
];

/** What has to be there before a setup can begin, `[what, for what]`. */
export const PREREQUISITES: readonly (readonly [string, string])[] = [
  ['Linux or macOS', 'everything; Windows is not supported'],
  ['Node 22.19 or newer, npm', 'bus-setup itself'],
  ['A package registry that npm can reach', 'the embedded profile; it needs no Docker and no credentials'],
  [
    'Docker with Compose, and its socket',
    'the local profile; services compile from source in their containers',
  ],
  ['Read access to the private modules of the BusDK checkout', 'the local profile'],
  ['About 4 GB of memory and 10 GB of disk for Docker', 'the local profile'],
  ['Address and token files of the stack', 'the hosted and production-pilot profiles'],
  ['Codex credentials', 'live answers of the model, and the check live-codex'],
  ['A Stripe test key and webhook secret', 'real Stripe calls; the local proof of webhooks needs neither'],
];
