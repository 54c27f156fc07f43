import type { SetupError } from '../reasons/setup-error.ts';
import { EXIT } from './step.ts';

/** Reasons that only another command line mends. */
const USAGE: ReadonlySet<string> = new Set([
  'RN-USAGE',
  'RN-INPUT-NEEDED',
  'RN-FOLDER-BUSY',
  'RN-NOTHING-TO-RESUME',
  'RN-JOURNAL-VERSION',
  'RN-JOURNAL-DAMAGED',
  'RN-ANSWER-REDACTED',
  'RN-CODE-MISTYPED',
  'RN-CODE-NEWER',
  'RN-TRANSCRIPT-UNUSABLE',
  'PR-UNKNOWN-CHECK',
  'RT-CONF-UNREADABLE',
  'ST-SERVICE-UNKNOWN',
  'BN-RECIPIENT',
  'BN-NOT-A-BUNDLE',
  'BN-NOTHING-CHOSEN',
]);

/** Exit code of an operator's error outside the steps of a run. */
export function exitCodeOf(error: SetupError): number {
  const { id } = error.reason;
  if (id === 'RN-OUTPUT-UNUSABLE' || id === 'RN-DISK-FULL' || id === 'RN-TOO-MANY-FILES') return EXIT.refused;
  if (id.startsWith('ST-PROFILE-') || USAGE.has(id)) return EXIT.usage;
  if (id.startsWith('ST-')) return EXIT.notReady;
  if (id.startsWith('BN-')) return EXIT.bundleRefused;
  if (id.startsWith('EV-')) return error.reason.class === 'refused' ? EXIT.refused : EXIT.usage;
  return EXIT.bug;
}
