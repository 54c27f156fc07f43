/** What a signature does not do. Stands in the report, so that nobody reads more into "verified". */
export const LIMITS_OF_SIGNATURES =
  'A signature proves that nothing was changed after signing, and which key signed. It does not prove that whoever ran the proof told the truth: only your own challenge in the stack’s answers, and a repeat of your own, do that.';
