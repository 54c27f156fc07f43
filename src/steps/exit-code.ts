import type { SetupError } from '../reasons/setup-error.ts';
import { EXIT } from './step.ts';

/** Exit code of an operator's error outside the steps of a run. */
export function exitCodeOf(error: SetupError): number {
  const { id } = error.reason;
  if (id === 'RN-OUTPUT-UNUSABLE' || id === 'RN-DISK-FULL') return EXIT.refused;
  if (id.startsWith('ST-PROFILE-') || id === 'RN-USAGE' || id === 'RN-INPUT-NEEDED') return EXIT.usage;
  if (id.startsWith('ST-')) return EXIT.notReady;
  return EXIT.bug;
}
