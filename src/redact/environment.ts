import { isSecretKeyName } from './key-names.ts';
import { isPublicDefault } from './public-defaults.ts';
import { isWorkingDirectory } from './value-shape.ts';

/** What may be told of an environment variable: never its value. */
export interface EnvironmentEntry {
  readonly name: string;
  /** True when it is set and not empty. */
  readonly present: boolean;
  /** True when its name says that the value is secret. */
  readonly secret: boolean;
  /** True when the value is a publicly documented local default: no secret, and no sign of an own setup. */
  readonly isPublicDefault: boolean;
}

/**
 * Tells of each key whether it is set.
 * @param env the environment, by name
 * @param keys the names to report, in the order of the answer
 */
export function environmentPresence(
  env: Readonly<Record<string, string | undefined>>,
  keys: readonly string[],
): EnvironmentEntry[] {
  return keys.map((name) => {
    const value = env[name] ?? '';
    return {
      name,
      present: value !== '',
      secret: isSecretKeyName(name) && !isWorkingDirectory(name, value),
      isPublicDefault: isPublicDefault(value),
    };
  });
}
