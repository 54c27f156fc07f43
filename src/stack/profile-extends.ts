import { z } from 'zod';
import { slug } from './profile-names.ts';
import {
  environmentFields,
  type Profile,
  profileSchema,
  profileService,
  uniqueBy,
} from './profile-schema.ts';

const { shape } = profileSchema;
const checkIds = z.array(slug).max(10_000);

/**
 * A profile that changes another one: what it does not say is as in the profile that it extends. Services are changed
 * by their id and settings by their key; those that are not in the other profile are added.
 */
export const profileExtension = z.strictObject({
  schema: shape.schema,
  id: shape.id,
  extends: slug.describe('Name of the profile that this one changes, e.g. local'),
  title: shape.title.optional(),
  summary: shape.summary.optional(),
  tier: shape.tier.optional(),
  runtime: z
    .looseObject({ kind: z.enum(['embedded', 'compose', 'attach']).optional() })
    .optional()
    .describe('What is different in how the stack is run'),
  services: uniqueBy(
    z.array(profileService.partial().required({ id: true })).max(500),
    (service) => service.id,
  ).optional(),
  environment: uniqueBy(
    z.array(environmentFields.partial().required({ key: true })).max(500),
    (entry) => entry.key,
  ).optional(),
  checks: z
    .strictObject({ required: checkIds.optional(), optional: checkIds.optional() })
    .optional()
    .describe('Lists of checks instead of those of the other profile'),
  bundle: shape.bundle,
});
/** A validated extension, not yet put together with what it extends. */
export type ProfileExtension = z.infer<typeof profileExtension>;

/** What a profile file may hold: a whole profile, or one that changes another. */
export const profileFile = z.union([profileSchema, profileExtension]);

/** Name of the profile that a document extends; undefined when it is a whole one. */
export function extendedProfile(document: unknown): string | undefined {
  const read = z.looseObject({ extends: z.string() }).safeParse(document);
  return read.success ? read.data.extends : undefined;
}

/** A profile with its changes in it, not yet validated. */
export interface MergedProfile {
  readonly services: readonly { readonly id?: string }[];
  readonly environment: readonly { readonly key?: string }[];
  readonly [field: string]: unknown;
}

/**
 * Puts a profile together from the one that it extends and its own changes.
 * @returns a document that has still to be validated: two right halves can make a wrong whole
 */
export function extendProfile(base: Profile, extension: ProfileExtension): MergedProfile {
  const { extends: _name, runtime, services, environment, checks, ...own } = extension;
  return {
    ...base,
    ...own,
    runtime: mergedRuntime(base.runtime, runtime),
    services: mergedList(base.services, services ?? [], ({ id }) => id),
    environment: mergedList(base.environment, environment ?? [], ({ key }) => key),
    checks: mergedChecks(base.checks, checks ?? {}),
  };
}

/**
 * Where something of the whole profile stands in the file that extends: its own entry of that name, else the line that
 * names the other profile.
 * @param path path of a field in the whole profile
 */
export function placeInExtension(
  path: readonly PropertyKey[],
  merged: MergedProfile,
  own: ProfileExtension,
): readonly PropertyKey[] {
  const [field, index, ...rest] = path;
  const position = Number(index);
  if (index !== undefined && field === 'services') {
    const place = (own.services ?? []).findIndex(({ id }) => id === merged.services[position]?.id);
    return place === -1 ? ['extends'] : [field, place, ...rest];
  }
  if (index !== undefined && field === 'environment') {
    const place = (own.environment ?? []).findIndex(({ key }) => key === merged.environment[position]?.key);
    return place === -1 ? ['extends'] : [field, place, ...rest];
  }
  return field !== undefined && Object.hasOwn(own, field) ? path : ['extends'];
}

/** Another kind of runtime has other fields, so nothing of the old one stays. */
function mergedRuntime(base: Profile['runtime'], own: ProfileExtension['runtime']): unknown {
  if (own === undefined) return base;
  return own.kind === undefined || own.kind === base.kind ? { ...base, ...own } : own;
}

function mergedList<Entry extends object, Change extends object>(
  base: readonly Entry[],
  changes: readonly Change[],
  nameOf: (entry: Entry | Change) => string | undefined,
): readonly (Entry | Change)[] {
  const byName = new Map(changes.map((change) => [nameOf(change), change]));
  const known = new Set(base.map(nameOf));
  const changed = base.map((entry) => ({ ...entry, ...byName.get(nameOf(entry)) }));
  return [...changed, ...changes.filter((change) => !known.has(nameOf(change)))];
}

/** A check that the extension requires is not optional any more, and the reverse. */
function mergedChecks(
  base: Profile['checks'],
  own: NonNullable<ProfileExtension['checks']>,
): Profile['checks'] {
  const required = own.required ?? base.required.filter((id) => own.optional?.includes(id) !== true);
  const optional = own.optional ?? base.optional.filter((id) => !required.includes(id));
  return { required, optional };
}
