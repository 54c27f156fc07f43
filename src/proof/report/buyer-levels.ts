/** What a buyer can establish, how, and what it means: the levels of `docs/evidence.md`, for reports. */
export const BUYER_LEVELS = [
  {
    level: 'V1 integrity',
    does: '`bus-setup verify PATH`, or `sha256sum -c` as `VERIFY.md` says',
    establishes: 'the files are those that were sealed, none is missing, none was added',
  },
  {
    level: 'V2 origin',
    does: 'the same with the signer’s key or the proof code, got over another channel',
    establishes: 'that key signed',
  },
  {
    level: 'V3 fresh',
    does: 'the same with your own challenge, given before the proof was made',
    establishes: 'it was made after you chose the challenge',
  },
  {
    level: 'V4 repeated',
    does: '`bus-setup proof` or `replay.sh` against the stack',
    establishes: 'every check ends for you as it ended here',
  },
] as const;

/** What a signature does not do. Stands in the reports, so that nobody reads more into "verified". */
export const LIMITS_OF_SIGNATURES =
  'A signature proves that nothing was changed after signing, and which key signed. It does not prove that whoever ran the proof told the truth: only your own challenge in the stack’s answers, and a repeat of your own, do that.';
