import { findInText, textScanner } from './tracked-text.ts';

/** Canaries are put together here, at run time, so that no tracked file holds one. */
const CANARIES: readonly (readonly [rule: string, ...parts: string[]])[] = [
  ['stripe-key', 'STRIPE=sk', '_live_', '51Hq9Zk3TmP0rVbX7nYcD2eF'],
  ['stripe-key', 'STRIPE=rk', '_test_', '51Hq9Zk3TmP0rVbX7nYcD2eF'],
  ['stripe-webhook-secret', 'whsec', '_', 'k3TmP0rVbX7nYcD2eF51Hq9Z'],
  ['openai-key', '"sk', '-proj-', 'k3TmP0rVbX7nYcD2eF51Hq9Z"'],
  ['codex-refresh-token', ' rt', '_', 'k3TmP0rVbX7nYcD2eF51Hq9Zk3TmP0rV'],
  ['aws-access-key', 'AK', 'IA', 'Q7XH5WNB3LDM2KAZ'],
  ['github-token', 'gh', 'p_', 'k3TmP0rVbX7nYcD2eF51Hq9Zk3TmP0rVbX7n'],
  ['private-key', '-----BEGIN PRIV', 'ATE KEY-----\n', 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(2)],
];
const INNOCENT =
  'dev-task-supervisor-2024 disk-usage-report whsec_local_not_secret sk_test_replace_me max_tokens: 4096\n';

/**
 * Tries the scanner on secrets and on harmless text before it is trusted.
 * @returns the rule that failed, or undefined when all is well
 */
export function selfTest(): string | undefined {
  const scanner = textScanner();
  for (const [rule, ...parts] of CANARIES) {
    const found = findInText(scanner, 'canary', Buffer.from(parts.join('')));
    if (!found.some((finding) => finding.rule === rule && finding.severity === 'refuse')) return rule;
  }
  return findInText(scanner, 'canary', Buffer.from(INNOCENT)).length > 0 ? 'innocent text' : undefined;
}
