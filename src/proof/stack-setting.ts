import type { CheckContext } from './check.ts';

/**
 * What the stack was told by a public setting, as far as it can be known from outside: the environment and the stack's
 * own environment file, else the profile's default. The stack's own answers count before it.
 * @param key name of the setting, e.g. `BUS_LLM_BILLING_BACKEND`
 */
export function stackSetting({ host, runtime }: CheckContext, key: string): string | undefined {
  const own = host.env[key];
  if (own !== undefined && own !== '') return own;
  return runtime.profile.environment.find((entry) => entry.key === key)?.default;
}
