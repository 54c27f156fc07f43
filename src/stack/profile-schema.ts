import { z } from 'zod';

const slug = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'lowercase letters, digits and hyphens, a letter first');
const environmentKey = z.string().regex(/^[A-Z][A-Z0-9_]{0,126}$/, 'an environment variable name in upper case');

/** Part a service plays in a stack, in words a buyer understands. */
export const serviceRole = z.enum(['core', 'demo', 'needs-credentials', 'optional', 'skipped']);
export type ServiceRole = z.infer<typeof serviceRole>;

/** One service of a profile. `id` is the Compose service name. */
export const profileService = z.strictObject({
  id: slug,
  /** BusDK module that owns it, e.g. `bus-api-provider-llm`; `superproject` for nginx. */
  module: z.string().min(1).max(80),
  role: serviceRole,
  /** What it is for, one short sentence. */
  summary: z.string().min(1).max(160),
  /** Port inside the stack. */
  port: z.int().min(1).max(65_535).optional(),
  /** Path on the gateway that tells that the service answers. */
  readiness: z.string().startsWith('/').max(200).optional(),
});
export type ProfileService = z.infer<typeof profileService>;

/** One environment key of a profile. */
export const profileEnvironment = z.strictObject({
  key: environmentKey,
  /** `secret`: its value is never shown; `path`: it points at secrets; `public`: may be shown. */
  secrecy: z.enum(['public', 'secret', 'path']),
  /** Documented default; for a secret key it must be one of the publicly known local placeholders. */
  default: z.string().max(2_000).optional(),
  /** The default is safe on this machine only: preflight refuses a profile or environment in which it is changed. */
  localOnly: z.boolean().optional(),
  purpose: z.string().min(1).max(160),
});
export type ProfileEnvironment = z.infer<typeof profileEnvironment>;

/** How the stack of a profile is run. Further kinds are members of this union. */
export const profileRuntime = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('embedded'),
    /** Loopback port of the gateway; 0 picks a free one. */
    port: z.int().min(0).max(65_535),
  }),
]);
export type ProfileRuntime = z.infer<typeof profileRuntime>;

/** A setup profile: which stack, which settings, which checks. Stored as YAML under `profiles/`. */
export const profileSchema = z.strictObject({
  schema: z.literal('busdk.setup/profile/v1'),
  id: slug,
  title: z.string().min(1).max(80),
  summary: z.string().min(1).max(400),
  /** What a passed proof of this profile is evidence for. */
  tier: z.enum(['local', 'hosted', 'production-pilot']),
  runtime: profileRuntime,
  services: z.array(profileService).min(1).max(500),
  environment: z.array(profileEnvironment).max(500),
  checks: z.strictObject({
    /** A required check that fails or is skipped makes the run not passed. */
    required: z.array(slug).min(1).max(10_000),
    optional: z.array(slug).max(10_000),
  }),
});
/** A validated setup profile. */
export type Profile = z.infer<typeof profileSchema>;
