import type { RunState } from '../steps/run-state.ts';

/** What to say when checks were run again after the bundle was written. */
export const OLD_BUNDLE = 'The bundle is older than the report.';

/** True when the bundle tells of an earlier proof than the report does. Artifacts stand in the order of their writing. */
export function isBundleOld({ artifacts }: RunState): boolean {
  const bundle = artifacts.findLastIndex(({ kind }) => kind === 'bundle');
  return bundle !== -1 && artifacts.slice(bundle).some(({ kind }) => kind === 'evidence');
}
