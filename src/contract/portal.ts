import { z } from 'zod';
import { filledText, listOf, text, withSpellings } from './fields.ts';

/** Modules that the local portal must list (bus-portal page). */
export const REQUIRED_PORTAL_MODULES = ['auth', 'ai', 'accounting'] as const;

/** Answer of `GET /portal/<token>/v1/healthz`. */
export const portalHealthResponse = z.object({ ok: z.literal(true) });

/** A parsed portal health answer. */
export type PortalHealthResponse = z.output<typeof portalHealthResponse>;

/** A navigation entry of a module; its path is under `/modules/<id>/`. */
export const portalNavItem = withSpellings(
  { path: ['href', 'url'], title: ['label', 'name'] },
  z.object({ title: text(256).optional(), path: text(1024).optional() }),
);

/** One module of the portal. A module that is enabled by default must be stable. */
export const portalModule = withSpellings(
  { nav_items: ['navigation', 'navItems'], default_enabled: ['defaultEnabled'] },
  z.object({
    id: z
      .string()
      .max(64)
      .regex(/^[a-z0-9-]+$/),
    title: filledText(256),
    state: z.enum(['stable', 'experimental']),
    default_enabled: z.boolean(),
    nav_items: z.array(portalNavItem).max(64).nullish(),
  }),
);

/** A parsed portal module. */
export type PortalModule = z.output<typeof portalModule>;

/** Answer of `GET /portal/<token>/v1/modules`: a bare array or `{"modules":[…]}`, `{ items }` either way. */
export const portalModulesResponse = listOf(['modules'], portalModule, 256);

/** A parsed module list. */
export type PortalModulesResponse = z.output<typeof portalModulesResponse>;

/** Security headers the portal sets on every answer, in lower case. */
export const PORTAL_SECURITY_HEADERS = [
  'content-security-policy',
  'referrer-policy',
  'x-content-type-options',
  'x-frame-options',
  'permissions-policy',
] as const;
