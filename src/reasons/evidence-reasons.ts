import type { ReasonEntry } from './reason.ts';

/** EV-: evidence, its signing and its verification. */
export const evidenceReasons = {
  'EV-KEY-UNREADABLE': {
    class: 'configuration',
    sentence: 'The public key cannot be read.',
    next: 'name a public key file as ssh-keygen writes it, e.g. ~/.ssh/id_ed25519.pub',
  },
  'EV-SIGNING-FAILED': {
    class: 'credential',
    sentence: 'ssh-keygen did not sign.',
    next: 'ssh-add -l',
  },
  'EV-KEY-LOCKED': {
    class: 'credential',
    sentence: 'The key has a passphrase, and ssh-keygen has no terminal here on which it could ask for it.',
    next: 'eval "$(ssh-agent)" && ssh-add ~/.ssh/id_ed25519',
  },
  'EV-NOT-EVIDENCE': {
    class: 'configuration',
    sentence: 'The path holds neither an evidence set nor a diagnostic bundle.',
    next: 'name the folder evidence/ of a run, its evidence.tar.gz, or a bundle.tar.gz',
  },
  'EV-UNREADABLE': {
    class: 'configuration',
    sentence: 'The evidence cannot be read.',
    next: 'check the path and its permissions',
  },
  'EV-HOSTILE-ARCHIVE': {
    class: 'refused',
    sentence:
      'The archive or folder holds something that evidence never holds, so nothing in it was believed.',
    next: 'do not unpack it; ask for it again over another channel',
  },
  'EV-TOO-LARGE': {
    class: 'refused',
    sentence: 'The archive or folder is larger than any evidence, so it was not read to its end.',
    next: 'do not unpack it; ask for it again over another channel',
  },
  'EV-ARCHIVE-DIGEST': {
    class: 'refused',
    sentence: 'The archive is not the one whose digest was published.',
    next: 'ask for it again over another channel',
  },
  'EV-BAG-FORM': {
    class: 'refused',
    sentence: 'A file that describes the evidence set is not as bus-setup writes it.',
    next: 'ask for the evidence again over another channel',
  },
  'EV-MANIFEST-FORM': {
    class: 'refused',
    sentence: 'The manifest is not in the one form that every reader reads alike.',
    next: 'ask for the evidence again over another channel',
  },
  'EV-FILE-CHANGED': {
    class: 'refused',
    sentence: 'A file is not the one that the manifest names.',
    next: 'ask for the evidence again over another channel',
  },
  'EV-FILE-MISSING': {
    class: 'refused',
    sentence: 'A file that belongs to the evidence is missing.',
    next: 'ask for the evidence again over another channel',
  },
  'EV-FILE-UNLISTED': {
    class: 'refused',
    sentence: 'There is a file that the manifest does not name.',
    next: 'ask for the evidence again over another channel',
  },
  'EV-SIGNATURE-FORMAT': {
    class: 'refused',
    sentence: 'The signature is not one that ssh-keygen makes.',
    next: 'ask for the evidence again over another channel',
  },
  'EV-SIGNATURE-WRONG': {
    class: 'refused',
    sentence: 'The signature does not belong to this manifest: something was changed after signing.',
    next: 'ask for the evidence again over another channel',
  },
  'EV-OTHER-KEY': {
    class: 'refused',
    sentence: 'The evidence was signed with another key than the one you trust.',
    next: 'ask the signer, over another channel, for the fingerprint of the key',
  },
  'EV-OTHER-CODE': {
    class: 'refused',
    sentence: 'The proof code is not the one of this evidence.',
    next: 'ask the signer, over another channel, for the proof code',
  },
  'EV-KEY-UNSUPPORTED': {
    class: 'platform',
    sentence: 'The signature has a key type that only ssh-keygen can check, and ssh-keygen is not there.',
    next: 'install OpenSSH and verify again',
  },
  'EV-RESULTS-SHAPE': {
    class: 'refused',
    sentence: 'results.json is not what its schema says.',
    next: 'ask for the evidence again over another channel',
  },
  'EV-VERDICT-WRONG': {
    class: 'refused',
    sentence: 'The verdict, the counts or the verdict digest do not follow from the checks.',
    next: 'do not believe the verdict; repeat the proof yourself: bus-setup proof',
  },
  'EV-REPORT-DIFFERS': {
    class: 'refused',
    sentence: 'A report is not what results.json gives.',
    next: 'read results.json only, and ask for the evidence again over another channel',
  },
  'EV-STATEMENT-DIFFERS': {
    class: 'refused',
    sentence: 'The signed statement does not say what results.json says.',
    next: 'ask for the evidence again over another channel',
  },
  'EV-CHECK-MISSING': {
    class: 'refused',
    sentence: 'A required check of the profile is not in the results.',
    next: 'repeat the whole proof: bus-setup proof',
  },
  'EV-CHECK-TWICE': {
    class: 'refused',
    sentence: 'A check is in the results more than once.',
    next: 'repeat the whole proof: bus-setup proof',
  },
  'EV-CHECK-UNKNOWN': {
    class: 'refused',
    sentence: 'The results hold a check that this version does not have.',
    next: 'verify with the version that the results name',
  },
  'EV-CHECK-ALTERED': {
    class: 'refused',
    sentence: 'A check is described otherwise than this version describes it.',
    next: 'verify with the version that the results name',
  },
  'EV-LEDGER-DIFFERS': {
    class: 'refused',
    sentence: 'The redaction ledger and the placeholders in the files do not agree.',
    next: 'ask for the bundle again over another channel',
  },
  'EV-LEAK': {
    class: 'refused',
    sentence: 'A file holds something that looks like a secret.',
    next: 'do not pass it on; tell whoever made it to replace that secret',
  },
  'EV-CHALLENGE-MISSING': {
    class: 'refused',
    sentence: 'Your challenge is not in this evidence, so it may have been made before you asked.',
    next: 'ask for a proof that was made with your challenge',
  },
  'EV-OUTCOME-DIFFERS': {
    class: 'refused',
    sentence: 'The two proofs did not end alike.',
    next: 'bus-setup compare A B',
  },
  'EV-LEVEL-MISSING': {
    class: 'refused',
    sentence: 'A level that you asked for was not established.',
    next: 'bus-setup verify --help',
  },
} as const satisfies Record<string, ReasonEntry>;
