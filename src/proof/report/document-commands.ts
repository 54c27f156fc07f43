import type { Reason } from '../../reasons/reason.ts';
import { NUMBERED_PROFILES } from '../../reasons/support-code.ts';
import { type NamedStack, onSameStack } from '../../stack/named-stack.ts';
import type { ReportedCheck, Results } from './results.ts';

/** Addresses that a command repeats. Results may be somebody else's, and such an address is text in every format. */
const PLAIN_ADDRESS = /^https?:\/\/[\w.:[\]-]{1,200}(?:\/[\w./-]{0,100})?$/;

/**
 * A text of ours whose commands are about the stack of a document. A document names what every reader shares, the
 * profile and the address of a stack that somebody else runs; folders of the machine that made it become `DIR` or are
 * left out, so that the same stack gives the same bytes everywhere.
 * @param text of a reason or of a report: `bus-setup logs bus-llm`
 */
export function inDocument(text: string, results: Results): string {
  return onSameStack(text, stackOf(results));
}

/** The same results, with reasons as a document tells them; `results.json` keeps the words of the catalog. */
export function asDocumented(results: Results): Results {
  const named = stackOf(results);
  const told = (check: ReportedCheck): ReportedCheck =>
    check.reason === undefined ? check : { ...check, reason: toldReason(check.reason, named) };
  return { ...results, checks: results.checks.map(told), preflight: results.preflight.map(told) };
}

function toldReason(reason: Reason, named: NamedStack): Reason {
  const { detail, next } = reason;
  return {
    ...reason,
    next: onSameStack(next, named),
    ...(detail === undefined ? {} : { detail: onSameStack(detail, named) }),
  };
}

function stackOf({ profile, stack }: Results): NamedStack {
  const known = profile.id !== NUMBERED_PROFILES[0] && NUMBERED_PROFILES.includes(profile.id);
  const url = profile.runtime === 'attach' ? stack.urls.gateway : undefined;
  return {
    profile: known ? profile.id : 'FILE',
    stack: {
      ...(profile.runtime === 'compose' ? { checkout: 'DIR' } : {}),
      ...(url === undefined || !PLAIN_ADDRESS.test(url) ? {} : { url }),
    },
  };
}
