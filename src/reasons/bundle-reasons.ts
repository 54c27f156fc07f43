import type { ReasonEntry } from './reason.ts';

/** BN-: bundle. */
export const bundleReasons = {
  'BN-LEAK': {
    class: 'refused',
    sentence: 'The finished bundle still held something that looks like a secret, so it was not kept.',
    next: 'report the rule and the file named here to support; the value itself was not written anywhere',
  },
  'BN-BROKEN-ARCHIVE': {
    class: 'platform',
    sentence: 'The finished archive does not read back as what was put into it, so it was not kept.',
    next: 'bus-setup bundle',
  },
  'BN-LEDGER-DIFFERS': {
    class: 'platform',
    sentence: 'The redaction ledger does not tell what stands in the files, so the bundle was not kept.',
    next: 'report the place named here to support',
  },
  'BN-UNSAFE-NAME': {
    class: 'refused',
    sentence: 'A file has a name that a portable archive must not hold.',
    next: 'report the collector that is named here to support',
  },
  'BN-UNSAFE-FILE': {
    class: 'refused',
    sentence: 'Credential files, key files, mails and raw environment files are never put into a bundle.',
    next: 'nothing to do: the rest of the bundle was written without it',
  },
  'BN-WITHHELD': {
    class: 'refused',
    sentence: 'The redactor could not treat this file safely, so it was left out.',
    next: 'nothing to do: the rest of the bundle was written without it',
  },
  'BN-LEFT-OUT': {
    class: 'not-applicable',
    sentence: 'The operator left this out of the bundle.',
    next: 'nothing to do',
  },
  'BN-NOTHING-CHOSEN': {
    class: 'configuration',
    sentence: 'Nothing of what was chosen for the bundle is there, so no bundle was made.',
    next: 'bus-setup bundle --dry-run shows every file; then choose with --include and --exclude',
  },
  'BN-OVER-SIZE': {
    class: 'not-applicable',
    sentence: 'This was left out so that the bundle stays within its size.',
    next: 'raise --max-size, or choose with --include and --exclude',
  },
  'BN-MAX-SIZE': {
    class: 'configuration',
    sentence: 'Even without any file that can be left out, the bundle is larger than was asked for.',
    next: 'raise --max-size',
  },
  'BN-SELF-TEST': {
    class: 'refused',
    sentence: 'The redactor or the leak scan missed a canary, so no bundle was made.',
    next: 'report this to support, with the output of bus-setup --version',
  },
  'BN-RECIPIENT': {
    class: 'configuration',
    sentence: 'A recipient of the encrypted bundle cannot be used, so no bundle was made.',
    next: 'give --encrypt-to an age public key (age1…), or a file with one a line',
  },
  'BN-NOT-A-BUNDLE': {
    class: 'configuration',
    sentence: 'The file is no archive that can be scanned.',
    next: 'name a .tar.gz, .tar, .gz or .zip file, or a folder',
  },
  'BN-NO-IMAGES': {
    class: 'not-applicable',
    sentence: 'The services of this stack do not run from container images that can be seen from here.',
    next: 'nothing to do',
  },
  'BN-DEADLINE': {
    class: 'timeout',
    sentence: 'This part of the bundle was not collected in time.',
    next: 'bus-setup status',
  },
  'BN-TOO-LARGE': {
    class: 'refused',
    sentence:
      'This part of the bundle is larger than its limit and cannot be cut without breaking its format.',
    next: 'nothing to do: the rest of the bundle was written without it',
  },
  'BN-NOT-THERE': {
    class: 'not-applicable',
    sentence: 'This run has nothing of the kind.',
    next: 'nothing to do',
  },
  'BN-NO-CHECKOUT': {
    class: 'not-applicable',
    sentence: 'Commit pins are unavailable, because the folder is not a git checkout that can be read.',
    next: 'run it inside the checkout of the stack to have the pins in the bundle',
  },
  'BN-NO-GATEWAY-CONF': {
    class: 'not-applicable',
    sentence: 'There is no checkout whose nginx.conf could be held against the route catalog.',
    next: 'bus-setup routes --checkout DIR',
  },
  'BN-NO-TOKEN': {
    class: 'credential',
    sentence: 'The stack gave no token for this call.',
    next: 'bus-setup status',
  },
  'BN-BAD-ANSWER': {
    class: 'platform',
    sentence: 'The stack gave an answer that does not have the documented shape.',
    next: 'bus-setup proof',
  },
  'BN-NO-ANSWER': {
    class: 'platform',
    sentence: 'The stack did not answer this call.',
    next: 'bus-setup status',
  },
  'BN-UNREADABLE': {
    class: 'configuration',
    sentence: 'A file of the run could not be read.',
    next: 'check that the run folder belongs to you and that its files are plain files',
  },
  'BN-COLLECTOR-FAILED': {
    class: 'platform',
    sentence: 'This part of the bundle could not be collected.',
    next: 'bus-setup status',
  },
} as const satisfies Record<string, ReasonEntry>;
