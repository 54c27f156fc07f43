import { BASE_URL_VARIABLE } from '../outgoing.ts';
import { TIER_MEANINGS, VERDICT_WORDS } from './buyer-words.ts';
import { type CommandVariable, commandVariables } from './command-variables.ts';
import { checkSections, checkTable } from './markdown-checks.ts';
import { mdCode, mdText } from './markdown-text.ts';
import type { Results } from './results.ts';

/** A pull request comment and a release text hold no more characters than this. */
const MOST_CHARACTERS = 65_536;

const ROLES: Readonly<Record<Results['profile']['services'][number]['role'], string>> = {
  core: 'Core',
  demo: 'Local demo only',
  'needs-credentials': 'Needs credentials for live use',
  optional: 'Optional',
  skipped: 'Not part of this profile',
};

/**
 * Writes the report for people. The first twenty lines stand alone.
 * @returns Markdown with a line feed at the end; detail is left out rather than passing 65,536 characters
 */
export function renderMarkdown(results: Results): string {
  const levels = ['calls', 'commands', 'reasons'] as const;
  for (const level of levels) {
    const text = document(results, level);
    if (text.length <= MOST_CHARACTERS) return text;
  }
  const cut = document(results, 'reasons').slice(0, MOST_CHARACTERS - 200);
  return `${cut.slice(0, cut.lastIndexOf('\n'))}\n\n(The rest is in results.json.)\n`;
}

function document(results: Results, level: 'calls' | 'commands' | 'reasons'): string {
  const parts = [
    head(results),
    '## Checks',
    checkTable(results),
    ...checkSections(results, level),
    '## Services',
    ...services(results),
    '## Preflight',
    preflight(results),
    '## Environment',
    environment(results),
    '## Variables of the commands',
    variables(results),
    '## Versions and addresses',
    versions(results),
  ];
  return `${parts.join('\n\n')}\n`;
}

function head(results: Results): string {
  const { counts, profile, volatile } = results;
  const bad = results.checks.filter(
    ({ status, required }) => status === 'FAIL' || (status === 'SKIP' && required),
  );
  const named = bad
    .slice(0, 4)
    .map(({ id, status, reason }) => `- ${status} ${mdCode(id)}: ${mdText(reason?.sentence ?? '', 160)}`);
  const more = bad.length > 4 ? [`- and ${bad.length - 4} more`] : [];
  return [
    `# Proof: ${VERDICT_WORDS[results.verdict]}`,
    '',
    `${counts.pass} passed, ${counts.skip} skipped, ${counts.fail} failed.`,
    '',
    ...(bad.length === 0 ? [] : [...named, ...more, '']),
    `- Profile: ${mdText(profile.title)} (${mdCode(profile.id)}), tier **${profile.tier}**`,
    `- Evidence for: ${TIER_MEANINGS[profile.tier]}`,
    `- Verdict digest: ${mdCode(results.verdictDigest)}`,
    "- Check the digest: `jq -r '.checks[]|[.id,.status]|@tsv' results.json | LC_ALL=C sort | sha256sum`",
    '- Repeat the proof: `bus-setup proof`, and compare the digest',
    `- Run: ${mdCode(volatile.run)}, ${mdText(volatile.startedAt)}`,
  ].join('\n');
}

function services({ profile }: Results): readonly string[] {
  return Object.entries(ROLES).flatMap(([role, title]) => {
    const of = profile.services.filter((service) => service.role === role);
    if (of.length === 0) return [];
    const rows = of.map(
      ({ service, module, summary }) => `| ${mdCode(service)} | ${mdCode(module)} | ${mdText(summary)} |`,
    );
    return [`### ${title}`, ['| Service | Module | For |', '| --- | --- | --- |', ...rows].join('\n')];
  });
}

function preflight(results: Results): string {
  if (results.preflight.length === 0) return 'No preflight was run.';
  const rows = results.preflight.map(({ id, title, status, reason, observed }) => {
    const seen =
      reason === undefined ? (observed ?? '') : `${reason.id}: ${reason.detail ?? reason.sentence}`;
    return `| ${status} | ${mdCode(id)} | ${mdText(title)} | ${mdText(seen, 300)} |`;
  });
  return ['| Result | Check | About | Seen |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function environment(results: Results): string {
  if (results.environment.length === 0) return 'The profile names no environment keys.';
  const rows = results.environment.map(({ key, secrecy, present, publicDefault }) => {
    const value = publicDefault ? 'public local default' : present ? 'own value, not shown' : 'none';
    return `| ${mdCode(key)} | ${present ? 'set' : 'not set'} | ${secrecy} | ${value} |`;
  });
  const head = ['| Key | Environment | Kind | Value in use |', '| --- | --- | --- | --- |'];
  return ['Presence only; no value is ever written.', '', ...head, ...rows].join('\n');
}

function variables(results: Results): string {
  const used = commandVariables(results.checks.map(({ command }) => command));
  if (used.length === 0) return 'The commands refer to no variable.';
  const gateway = results.stack.urls.gateway;
  const row = ({ name, meaning }: CommandVariable) => {
    const value = name === BASE_URL_VARIABLE && gateway !== undefined ? mdCode(gateway) : mdText(meaning);
    return `| ${mdCode(name)} | ${value} |`;
  };
  return [
    'Set these before pasting a command.',
    '',
    '`bus-setup credentials` writes those of this stack to a private file; read it with `. FILE`, then paste the commands.',
    '',
    '| Variable | Holds |',
    '| --- | --- |',
    ...used.map(row),
  ].join('\n');
}

function versions({ tool, stack, profile }: Results): string {
  return [
    `- ${tool.name} ${mdText(tool.version)}, Node ${mdText(tool.node)}, ${mdText(tool.platform)}, runtime ${mdText(profile.runtime)}`,
    ...Object.entries(stack.urls).map(([name, url]) => `- ${mdText(name)}: ${mdCode(url)}`),
  ].join('\n');
}
