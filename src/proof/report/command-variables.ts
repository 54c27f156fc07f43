import { PROOF_VARIABLES } from '../../contract/routes/proof-variables.ts';
import { GRANTS, type GrantName } from '../grants.ts';

/** Variables of the checks beside those of the route catalog, and what to put into them. */
const OF_CHECKS: Readonly<Record<string, string>> = {
  PROOF_MARKER: 'a fresh word of lowercase letters and digits, a letter first',
  PROOF_ACCOUNT_ID: 'a fresh UUID',
  PROOF_OTHER_ACCOUNT_ID: 'another fresh UUID',
  PROOF_OTHER_SUBJECT: 'another fresh UUID',
  PROOF_OCCURRED_AT: 'a time of the years 2000 to 2009 that no record has, RFC 3339 with milliseconds',
  BUS_OTHER_API_TOKEN: 'like BUS_API_TOKEN, but with $PROOF_OTHER_SUBJECT as its subject',
  BUS_ACCOUNT_API_TOKEN: 'like BUS_API_TOKEN, but with $PROOF_ACCOUNT_ID as its subject',
  BUS_OTHER_ACCOUNT_API_TOKEN: 'like BUS_API_TOKEN, but with $PROOF_OTHER_ACCOUNT_ID as its subject',
  BUS_PERSON_API_TOKEN: 'the API token that $BUS_AUTH_TOKEN was exchanged for',
  BUS_WRONG_OTP: 'six digits that are not the mailed ones',
  BUS_STRIPE_SECRET_KEY: 'a Stripe key in test mode, sk_test_… or rk_test_…',
  STRIPE_SESSION: 'id of the Checkout Session that the call before has opened',
  STRIPE_HEADER: 'signature of the body; the command makes it',
};

/** What differs in a token whose name extends that of a grant. */
const OF_TOKENS: readonly (readonly [suffix: RegExp, meaning: string])[] = [
  [/^_EXPIRED$/, 'but expired'],
  [/^_FORGED$/, 'but signed with another key'],
  [/^_UNSIGNED$/, 'but unsigned (alg none)'],
  [/^_OF_OTHER_AUDIENCE$/, 'but for another audience'],
  [/^_WITHOUT_[A-Z_]+$/, 'but without that scope'],
];

/** Variables that a shown command sets itself. */
const SET_BY_COMMANDS = /(?:^|[\s;])([A-Za-z_][A-Za-z0-9_]*)=/g;
const REFERENCES = /\$([A-Z][A-Z0-9_]*)/g;

/** One variable that has to be set before a command is pasted. */
export interface CommandVariable {
  readonly name: string;
  readonly meaning: string;
}

/** The variables that commands refer to, sorted by name. */
export function commandVariables(commands: readonly string[]): readonly CommandVariable[] {
  const names = new Set(commands.flatMap(referredTo));
  return [...names].sort().map((name) => ({ name, meaning: meaningOf(name) ?? 'see the check' }));
}

/** What a variable has to hold; undefined for one that nobody has described. */
export function meaningOf(name: string): string | undefined {
  const grant = grantOf(name);
  if (grant === name) {
    const { audience, scopes } = GRANTS[grant];
    return `token for ${audience} with ${scopes.length > 6 ? 'the scopes of the local stack' : scopes.join(' ')}`;
  }
  const stated = OF_CHECKS[name] ?? Object.entries(PROOF_VARIABLES).find(([key]) => key === name)?.[1];
  if (stated !== undefined || grant === undefined) return stated;
  const suffix = name.slice(grant.length);
  const difference = OF_TOKENS.find(([pattern]) => pattern.test(suffix))?.[1];
  return difference === undefined ? undefined : `like ${grant}, ${difference}`;
}

function grantOf(name: string): GrantName | undefined {
  return (Object.keys(GRANTS) as GrantName[]).find((grant) => name === grant || name.startsWith(`${grant}_`));
}

function referredTo(command: string): readonly string[] {
  const own = new Set([...command.matchAll(SET_BY_COMMANDS)].map(([, name]) => name));
  return [...command.matchAll(REFERENCES)].flatMap(([, name]) =>
    name === undefined || own.has(name) ? [] : [name],
  );
}
