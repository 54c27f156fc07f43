import type { Host } from '../../host/host.ts';
import { findCodexCli } from '../codex-cli.ts';
import { codexFolder } from '../codex-credentials.ts';

/** How long Codex may take, and how it reaches its provider. */
const PASSED_ON = [
  'BUS_CODEX_TIMEOUT',
  'BUS_LLM_TIMEOUT',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'CODEX_CA_CERTIFICATE',
  'CODEX_REFRESH_TOKEN_URL_OVERRIDE',
] as const;

/**
 * What an embedded stack needs to run the operator's Codex CLI, when it was asked to: where the CLI and its credentials
 * are. The credentials themselves stay where they are.
 * @param settings the other settings of the stack
 * @returns nothing for the static provider
 */
export async function codexSettings(
  settings: Readonly<Record<string, string>>,
  host: Host,
): Promise<Readonly<Record<string, string>>> {
  if (settings.BUS_CODEX_PROVIDER !== 'codex') return {};
  const own: Record<string, string> = { BUS_CODEX_HOME: codexFolder(host).folder };
  const command = await findCodexCli(host);
  if (command !== undefined) own.BUS_CODEX_COMMAND = command;
  for (const key of PASSED_ON) {
    const value = host.env[key];
    // The settings of a stack are written down: a proxy's password must not be among them.
    if (value !== undefined && value !== '' && !value.includes('@')) own[key] = value;
  }
  return own;
}
