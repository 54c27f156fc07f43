import { BASE_URL_VARIABLE } from '../outgoing.ts';
import { type CommandVariable, commandVariables } from './command-variables.ts';
import { inDocument } from './document-commands.ts';
import { mdCode, mdText } from './markdown-text.ts';
import type { Results } from './results.ts';

const ROLES: Readonly<Record<Results['profile']['services'][number]['role'], string>> = {
  core: 'Core',
  demo: 'Local demo only',
  'needs-credentials': 'Needs credentials for live use',
  optional: 'Optional',
  skipped: 'Not part of this profile',
};

/** What the report tells beside the checks: title and text of each section, in their order. */
export function surroundings(results: Results): readonly (readonly [title: string, text: string])[] {
  return [
    ['Services', services(results)],
    ['Preflight', preflight(results)],
    ['Environment', environment(results)],
    ['Variables of the commands', variables(results)],
    ['Versions and addresses', versions(results)],
  ];
}

function services({ profile }: Results): string {
  const parts = Object.entries(ROLES).flatMap(([role, title]) => {
    const of = profile.services.filter((service) => service.role === role);
    if (of.length === 0) return [];
    const rows = of.map(
      ({ service, module, summary }) => `| ${mdCode(service)} | ${mdCode(module)} | ${mdText(summary)} |`,
    );
    return [`### ${title}`, ['| Service | Module | For |', '| --- | --- | --- |', ...rows].join('\n')];
  });
  return parts.length === 0 ? 'The profile names no services.' : parts.join('\n\n');
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
    `${mdCode(inDocument('bus-setup credentials', results))} writes those of this stack to a private file; read it with \`. FILE\`, then paste the commands.`,
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
