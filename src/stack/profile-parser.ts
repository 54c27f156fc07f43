import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { extendedProfile, extendProfile, placeInExtension, profileExtension } from './profile-extends.ts';
import { lineOfPath, type ProfileMistake, schemaMistakes, syntaxMistakes } from './profile-mistake.ts';
import { type Profile, profileSchema } from './profile-schema.ts';

/** A profile with the file it came from. */
export interface LoadedProfile {
  readonly profile: Profile;
  readonly source: {
    /** Absolute path of the file. */
    readonly path: string;
    readonly text: string;
  };
  /**
   * Line of a field from 1, or of its nearest parent when the field is not in the file.
   * @param pointer JSON pointer (RFC 6901), e.g. `/environment/0/default`
   */
  lineOf(pointer: string): number;
}

/** What parsing a profile gives: the profile, or what is wrong with it, in the order of the file. */
export type ParsedProfile =
  | { readonly ok: true; readonly loaded: LoadedProfile }
  | { readonly ok: false; readonly mistakes: readonly ProfileMistake[] };

/** A profile's text as YAML, or what is wrong in it. */
export type ProfileDocument = ReturnType<typeof readProfileDocument>;

/**
 * Parses a profile without touching the disk.
 * @param path absolute path the text came from, for messages
 * @param read the text as YAML, when it was read before
 */
export function parseProfile(path: string, text: string, read = readProfileDocument(text)): ParsedProfile {
  if (!read.ok) return read;
  const { document, value, lines } = read;
  const result = profileSchema.safeParse(value);
  if (!result.success) {
    const mistakes = schemaMistakes(document, lines, result.error);
    return { ok: false, mistakes: mistakes.toSorted(inOrder) };
  }
  const lineOf = (pointer: string) => lineOfPath(document, lines, pointerParts(pointer));
  return { ok: true, loaded: { profile: result.data, source: { path, text }, lineOf } };
}

/**
 * Parses a profile that extends another, without touching the disk.
 * @param path absolute path the text came from, for messages
 * @param read the text as YAML, when it was read before
 */
export function parseExtension(
  path: string,
  text: string,
  base: Profile,
  read = readProfileDocument(text),
): ParsedProfile {
  if (!read.ok) return read;
  const { document, value, lines } = read;
  const own = profileExtension.safeParse(value);
  if (!own.success)
    return { ok: false, mistakes: schemaMistakes(document, lines, own.error).toSorted(inOrder) };
  const merged = extendProfile(base, own.data);
  const whole = profileSchema.safeParse(merged);
  const placed = (place: readonly PropertyKey[]) => placeInExtension(place, merged, own.data);
  if (!whole.success) {
    const error = new z.ZodError(
      whole.error.issues.map((issue) => ({ ...issue, path: [...placed(issue.path)] })),
    );
    return { ok: false, mistakes: schemaMistakes(document, lines, error).toSorted(inOrder) };
  }
  const lineOf = (pointer: string) => lineOfPath(document, lines, placed(pointerParts(pointer)));
  return { ok: true, loaded: { profile: whole.data, source: { path, text }, lineOf } };
}

/** Reads the YAML of a profile; what it says is not looked at. */
export function readProfileDocument(text: string) {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
    const mistakes = syntaxMistakes(document, lines);
    if (mistakes.length > 0) return { ok: false, mistakes } as const;
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { ok: true, document, value, lines } as const;
  } catch {
    // The parser throws on aliases that multiply, aliases without an anchor, and nesting that no stack holds.
    const expected = 'a profile without deep nesting, and aliases that have an anchor';
    return { ok: false, mistakes: [{ line: 1, column: 1, field: '', expected }] } as const;
  }
}

function pointerParts(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function inOrder(a: ProfileMistake, b: ProfileMistake): number {
  return a.line - b.line || a.column - b.column;
}

/** Name of the profile that a document extends; undefined when it is a whole one, or no YAML. */
export function extendedName(read: ProfileDocument): string | undefined {
  return read.ok ? extendedProfile(read.value) : undefined;
}
