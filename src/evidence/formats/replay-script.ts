import { commandVariables } from '../../proof/report/command-variables.ts';
import type { ReportedCheck, Results } from '../../proof/report/results.ts';
import { type CurlCommand, curlCommand } from './curl-command.ts';
import { ANSWERS } from './replay-answers.ts';
import { REPLAY_FUNCTIONS, SELF_MADE_VARIABLES } from './replay-functions.ts';

/** Check ids that may stand in a script. */
const SLUG = /^[a-z][a-z0-9-]{0,62}$/;

interface ReplayCall {
  readonly command: CurlCommand;
  readonly status: number;
  /** jq filter that the answer must satisfy. */
  readonly answer: string | undefined;
}

/**
 * Writes `replay.sh`: the calls of the checks that passed, made again with curl, each answer held against the recorded
 * status. Every call goes to `$BUS_BASE_URL`; nothing else is run, whatever stands in the results.
 */
export function renderReplay(results: Results): string {
  const checks = results.checks.filter(({ id }) => SLUG.test(id));
  const calls = checks.flatMap((check) => (check.status === 'PASS' ? callsOf(check) : []));
  const needed = commandVariables(calls.map(({ command }) => command.text)).filter(
    ({ name }) => !SELF_MADE_VARIABLES.has(name),
  );
  return [
    '#!/bin/sh',
    '# Repeats the calls of a proof with curl, and prints each check with PASS, SKIP or FAIL.',
    '# It needs curl and jq. Read it before you run it: it only calls $BUS_BASE_URL.',
    '#',
    '# Set and export these first; a check whose variables are not set is skipped.',
    ...needed.map(({ name, meaning }) => `#   ${name}  ${meaning.replaceAll(/[^\x20-\x7e]/g, ' ')}`),
    '',
    REPLAY_FUNCTIONS,
    ...checks.map(block),
    'finish',
    '',
  ].join('\n');
}

function block(check: ReportedCheck): string {
  if (check.status !== 'PASS') return `skip ${check.id} 'it was ${check.status} in the proof'\n`;
  const calls = callsOf(check);
  if (calls.length === 0) return `skip ${check.id} 'curl alone cannot make its calls'\n`;
  return [`begin ${check.id} ${check.exchanges.length}`, ...calls.map(callLines), 'end', ''].join('\n');
}

function callLines({ command, status, answer }: ReplayCall): string {
  return [
    `if ready ${command.variables.join(' ')}; then`,
    `  expect ${status} "$(${command.text})"`,
    ...(answer === undefined ? [] : [`  holds '${answer}'`]),
    'fi',
  ].join('\n');
}

function callsOf(check: ReportedCheck): readonly ReplayCall[] {
  return check.exchanges.flatMap(({ command: text, status }) => {
    const command = curlCommand(text);
    if (command === undefined || status === undefined) return [];
    return [{ command, status, answer: text === check.command ? ANSWERS[check.id] : undefined }];
  });
}
