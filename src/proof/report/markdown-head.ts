import { BUYER_LEVELS, LIMITS_OF_SIGNATURES } from './buyer-levels.ts';
import { TIER_MEANINGS, VERDICT_WORDS } from './buyer-words.ts';
import { inDocument } from './document-commands.ts';
import { mdCode, mdText } from './markdown-text.ts';
import type { Results } from './results.ts';
import { resumedSentence } from './resumed-sentence.ts';
import { supportCodeOfResults } from './support-code-of-results.ts';

/** What did not pass, most of it that is named at the top. */
const MOST_NAMED = 4;

/** The first lines of the report, at most twenty, which stand alone: verdict, counts, tier, how to verify. */
export function reportHead(results: Results): string {
  const { counts, profile, volatile } = results;
  const resumed = resumedSentence(results);
  const bad = results.checks.filter(
    ({ status, required }) => status === 'FAIL' || (status === 'SKIP' && required),
  );
  const named = bad
    .slice(0, MOST_NAMED)
    .map(
      ({ id, status, reason }) => `- ${status} ${mdCode(id, 100)}: ${mdText(reason?.sentence ?? '', 160)}`,
    );
  const more = bad.length > MOST_NAMED ? [`- and ${bad.length - MOST_NAMED} more`] : [];
  return [
    `# Proof: ${VERDICT_WORDS[results.verdict]}`,
    '',
    `${counts.pass} passed, ${counts.skip} skipped, ${counts.fail} failed.`,
    '',
    ...(bad.length === 0 ? [] : [...named, ...more, '']),
    `- Profile: ${mdText(profile.title, 200)} (${mdCode(profile.id, 100)}), tier **${profile.tier}**`,
    `- Evidence for: ${TIER_MEANINGS[profile.tier]}`,
    `- Verdict digest: ${mdCode(results.verdictDigest)}`,
    "- Check the digest: `jq -r '.checks[]|[.id,.status]|@tsv' results.json | LC_ALL=C sort | sha256sum`",
    '- Verify: `bus-setup verify evidence.tar.gz`, or follow `VERIFY.md` in it; levels V1 to V4 stand below',
    '- Proof code: in no file of the evidence; whoever made it tells you over another channel',
    `- Repeat the proof: ${mdCode(inDocument('bus-setup proof', results))}, and compare the digest`,
    `- Support code: ${mdCode(supportCodeOfResults(results))}; \`bus-setup explain CODE\` reads it`,
    `- Run: ${mdCode(volatile.run, 100)}, ${mdText(volatile.startedAt, 100)}`,
    ...(resumed === undefined ? [] : [`- Resumed: ${mdText(resumed, 1_000)}`]),
  ].join('\n');
}

/** What the reader can establish, and what no signature does. */
export function reportLevels(results: Results): string {
  const rows = BUYER_LEVELS.map(
    ({ level, does, establishes }) => `| ${level} | ${inDocument(does, results)} | ${establishes} |`,
  );
  return [
    'This report establishes nothing by itself. You can establish, one after the other:',
    '',
    '| Level | You do | It establishes |',
    '| --- | --- | --- |',
    ...rows,
    '',
    LIMITS_OF_SIGNATURES,
  ].join('\n');
}
