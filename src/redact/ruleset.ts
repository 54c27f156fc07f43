import { createHash } from 'node:crypto';
import type { KnownForm } from './known-values.ts';
import { authorizationRule, bearerRule } from './rules/authorization.ts';
import { callArgumentRule } from './rules/call-arguments.ts';
import { capabilityPathRule } from './rules/capability-paths.ts';
import { commandLineRule } from './rules/command-lines.ts';
import { directiveRule } from './rules/directives.ts';
import { encodedRule, jwtRule } from './rules/encoded-secrets.ts';
import { hostNameRule } from './rules/host-names.ts';
import { htmlTableRule } from './rules/html-tables.ts';
import { azureSecretRule, clientSecretRule, otpLineRule } from './rules/inner-marks.ts';
import { jwkRule } from './rules/jwk-members.ts';
import { keyedValueRule } from './rules/keyed-value-rule.ts';
import { KnownValueRule } from './rules/known-value-rule.ts';
import { kubernetesSecretRule } from './rules/kubernetes-secret.ts';
import { lineSecretRule } from './rules/line-secrets.ts';
import { rejectedInputRule, statementParameterRule } from './rules/named-elsewhere.ts';
import { personalDataRule } from './rules/personal-data.ts';
import { placeholderRule } from './rules/placeholder-rule.ts';
import { privateKeyRule } from './rules/private-keys.ts';
import { recoveryCodeRule } from './rules/recovery-codes.ts';
import { redisAuthRule } from './rules/redis-auth.ts';
import type { Rule } from './rules/rule.ts';
import { sqlInsertRule } from './rules/sql-insert.ts';
import { statementListRule } from './rules/statement-lists.ts';
import { tokenRule } from './rules/token-rule.ts';
import { TOKEN_SHAPES } from './rules/token-shapes.ts';
import { urlCredentialsRule } from './rules/url-credentials.ts';
import { valueBeforeNameRule } from './rules/value-before-name.ts';
import { webhookRule } from './rules/webhook-urls.ts';

/** Grows with every change of what the rules find. */
export const RULESET_VERSION = '5';

/** What a set of rules is made for. */
export interface RulesetOptions {
  readonly forms: readonly KnownForm[];
  /** Letters of a known form that go into the automaton. */
  readonly anchorLength: number;
  readonly pseudonymise: boolean;
  /** The machine's own name, which is personal data too. */
  readonly machine?: string | undefined;
  /** Tells of text that was base64 whether anything in it has to go. */
  readonly hasSecret: (decoded: Buffer) => boolean;
}

/** All rules of the lexical layer. Rules remember positions of a scan, so that every scanner needs its own. */
export function makeRules(options: RulesetOptions): Rule[] {
  const known = new KnownValueRule(options.anchorLength);
  known.add(options.forms);
  return [
    placeholderRule(),
    known,
    privateKeyRule(),
    tokenRule(),
    jwtRule(),
    webhookRule(),
    capabilityPathRule(),
    azureSecretRule(),
    clientSecretRule(),
    urlCredentialsRule(),
    authorizationRule(),
    bearerRule(),
    encodedRule(options.hasSecret),
    keyedValueRule(),
    otpLineRule(),
    commandLineRule(),
    redisAuthRule(),
    directiveRule(),
    sqlInsertRule(),
    lineSecretRule(),
    statementParameterRule(),
    rejectedInputRule(),
    kubernetesSecretRule(),
    jwkRule(),
    valueBeforeNameRule(),
    htmlTableRule(),
    recoveryCodeRule(),
    callArgumentRule(),
    statementListRule(),
    ...(options.pseudonymise ? [personalDataRule(), hostNameRule(options.machine)] : []),
  ];
}

/** Names the rules without known values: SHA-256 over version, rule ids, anchors and token shapes, in hex. */
export function rulesetDigest(): string {
  const rules = makeRules({ forms: [], anchorLength: 8, pseudonymise: true, hasSecret: () => false });
  const hash = createHash('sha256').update(RULESET_VERSION);
  for (const rule of rules) hash.update(`\n${rule.id}: ${rule.anchors.join(' ')}`);
  for (const shape of TOKEN_SHAPES)
    hash.update(
      `\n${shape.rule} ${shape.prefix} ${shape.shortest} ${Buffer.from(shape.alphabet).toString('hex')}`,
    );
  return hash.digest('hex');
}
