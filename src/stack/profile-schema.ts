import { z } from 'zod';
import { PUBLIC_PLACEHOLDERS } from '../contract/local-defaults.ts';
import { environmentKey, slug } from './profile-names.ts';
import { profileRuntime } from './profile-runtime.ts';

/** Part a service plays in a stack, in words a buyer understands. */
export const serviceRole = z.enum(['core', 'demo', 'needs-credentials', 'optional', 'skipped']);
export type ServiceRole = z.infer<typeof serviceRole>;

/** One service of a profile. `id` is the Compose service name. */
export const profileService = z.strictObject({
  id: slug.describe('Compose service name'),
  /** BusDK module that owns it, e.g. `bus-api-provider-llm`; `superproject` for nginx. */
  module: z.string().min(1).max(80).describe('BusDK module that owns the service'),
  role: serviceRole.describe('Part that the service plays in this stack'),
  /** What it is for, one short sentence. */
  summary: z.string().min(1).max(160).describe('What it is for, one short sentence for a buyer'),
  /** Port inside the stack. */
  port: z.int().min(1).max(65_535).optional().describe('Port inside the stack'),
  /** Path on the gateway that tells that the service answers. */
  readiness: z
    .string()
    .startsWith('/', 'a path that starts with /')
    .max(200)
    .optional()
    .describe('Path on the gateway that tells that the service answers'),
  /** Compose profile that has to be switched on for it to be started. */
  composeProfile: slug
    .optional()
    .describe('Compose profile that has to be switched on for the service to be started'),
  /** It does its work and ends with exit code 0. */
  oneShot: z.boolean().optional().describe('The service does its work once and ends with exit code 0'),
});
export type ProfileService = z.infer<typeof profileService>;

/** Fields of one environment key of a profile, before they are held against each other. */
export const environmentFields = z.strictObject({
  key: environmentKey.describe('Name of the environment variable'),
  /** `secret`: its value is never shown; `path`: it points at secrets; `public`: may be shown. */
  secrecy: z
    .enum(['public', 'secret', 'path'])
    .describe('secret: its value is never shown; path: it points at secrets; public: may be shown'),
  /** Documented default; for a secret key it must be one of the publicly known local placeholders. */
  default: z
    .string()
    .max(2_000)
    .optional()
    .describe('Documented default; for a secret key one of the publicly known local placeholders'),
  /** The default is safe on this machine only: preflight refuses a profile or environment in which it is changed. */
  localOnly: z
    .boolean()
    .optional()
    .describe('The default is safe on one machine only: preflight refuses a run in which it is changed'),
  purpose: z.string().min(1).max(160).describe('What the value is for'),
});

/** One environment key of a profile. */
export const profileEnvironment = environmentFields
  .refine((entry) => entry.secrecy !== 'secret' || isPublicPlaceholder(entry.default), {
    path: ['default'],
    error: 'a publicly known local placeholder, never a secret of your own',
  })
  .refine((entry) => entry.localOnly !== true || entry.default !== undefined, {
    path: ['localOnly'],
    error: 'a default beside it, because only a default can be local-only',
  });
export type ProfileEnvironment = z.infer<typeof profileEnvironment>;

const bundleWords = z.array(z.string().min(1).max(255)).min(1).max(200);

/** A setup profile: which stack, which settings, which checks. Stored as YAML under `profiles/`. */
export const profileSchema = z.strictObject({
  schema: z.literal('busdk.setup/profile/v1').describe('Version of this format'),
  id: slug.describe('Name of the profile on the command line'),
  title: z.string().min(1).max(80).describe('Name of the profile in lists'),
  summary: z.string().min(1).max(400).describe('What the operator gets, one or two sentences'),
  /** What a passed proof of this profile is evidence for. */
  tier: z
    .enum(['local', 'hosted', 'production-pilot'])
    .describe('What a passed proof of this profile is evidence for'),
  runtime: profileRuntime.describe('How the stack is run'),
  services: uniqueBy(z.array(profileService).min(1).max(500), (service) => service.id),
  environment: uniqueBy(z.array(profileEnvironment).max(500), (entry) => entry.key),
  checks: z
    .strictObject({
      /** A required check that fails or is skipped makes the run not passed. */
      required: uniqueBy(z.array(slug).min(1).max(10_000), (id) => id).describe(
        'Checks that must pass for the proof to pass',
      ),
      optional: uniqueBy(z.array(slug).max(10_000), (id) => id).describe('Checks that may be skipped'),
    })
    .refine(({ required, optional }) => !optional.some((id) => required.includes(id)), {
      path: ['optional'],
      error: 'only checks that are not required as well',
    }),
  bundle: z
    .strictObject({
      include: bundleWords.optional().describe('Only these, when it is given'),
      exclude: bundleWords.optional().describe('Not these'),
    })
    .optional()
    .describe('What the diagnostic bundle holds: collector ids, or patterns of paths such as logs/*.log'),
});
/** A validated setup profile. */
export type Profile = z.infer<typeof profileSchema>;

function isPublicPlaceholder(value: string | undefined): boolean {
  return (
    value === undefined || value === '' || PUBLIC_PLACEHOLDERS.some((placeholder) => placeholder === value)
  );
}

/**
 * Refuses a list in which two entries have the same name.
 * @param nameOf the name of an entry
 */
export function uniqueBy<T>(list: z.ZodArray<z.ZodType<T>>, nameOf: (entry: T) => string) {
  return list.superRefine((entries, context) => {
    const seen = new Set<string>();
    for (const [index, entry] of entries.entries()) {
      const name = nameOf(entry);
      if (seen.has(name)) {
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `a name that is not in the list already`,
        });
      }
      seen.add(name);
    }
  });
}
