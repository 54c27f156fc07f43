import { z } from 'zod';

/*
 * Support is sold as a product of the billing catalog. No page documents a name for it, so all of these are this
 * project's choice (docs/contract-decisions.md, SUP-1 to SUP-3).
 */

/** Feature of an account that has a support package, and the scope that the entitlement route is asked for. */
export const SUPPORT_SCOPE = 'support';
/** Begins the feature that names the package, e.g. `support:package:setup-90`. Without one the plan is the package. */
export const SUPPORT_PACKAGE_PREFIX = 'support:package:';
/** Begins the feature that tells the window, e.g. `support:window:2026-11-01/2027-01-31`; `..` is an open end. */
export const SUPPORT_WINDOW_PREFIX = 'support:window:';

/** An id of a package: it is printed and written into bundles. */
const packageId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const day = z.iso.date();

/** When support answers: first and last day, both included, in UTC. An absent end is open. */
export interface SupportWindow {
  /** `2026-11-01`. */
  readonly from?: string;
  /** `2027-01-31`. */
  readonly to?: string;
}

/** What a support package says of itself. */
export interface SupportTerms {
  readonly package?: string;
  /** Absent when the package names none: then it lasts as long as its subscription. */
  readonly window?: SupportWindow;
  /** True when a feature begins like a window and is none: then nobody knows when support ends. */
  readonly windowUnreadable: boolean;
}

/**
 * Reads the terms of a support package out of what billing tells of an account.
 * @param features of the account; foreign text
 * @param plan of the account, the package's name where no feature names one
 */
export function supportTerms(features: readonly string[], plan: string | undefined): SupportTerms {
  const named = behind(features, SUPPORT_PACKAGE_PREFIX) ?? plan;
  const told = behind(features, SUPPORT_WINDOW_PREFIX);
  const window = told === undefined ? undefined : supportWindow(told);
  const id = packageId.safeParse(named).data;
  return {
    ...(id === undefined ? {} : { package: id }),
    ...(window === undefined ? {} : { window }),
    windowUnreadable: told !== undefined && window === undefined,
  };
}

/** Where a day stands to a window. @param today `2026-11-23` */
export function placeInWindow({ from, to }: SupportWindow, today: string): 'before' | 'inside' | 'after' {
  if (from !== undefined && today < from) return 'before';
  return to !== undefined && today > to ? 'after' : 'inside';
}

function supportWindow(text: string): SupportWindow | undefined {
  const [from, to, ...rest] = text.split('/').map((end) => (end === '..' ? undefined : end));
  const ends = [from, to].filter((end) => end !== undefined);
  const readable = rest.length === 0 && text.includes('/') && ends.every((end) => day.safeParse(end).success);
  if (!readable || ends.length === 0 || (from !== undefined && to !== undefined && from > to))
    return undefined;
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function behind(features: readonly string[], prefix: string): string | undefined {
  return features.find((feature) => feature.startsWith(prefix))?.slice(prefix.length);
}
