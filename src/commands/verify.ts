import { resolve } from 'node:path';
import { readRun } from '../evidence/compare/read-run.ts';
import { isProofCode } from '../evidence/signing/proof-code.ts';
import type { TrustedOrigin } from '../evidence/verify/check-origin.ts';
import { readWhole } from '../evidence/verify/read-folder.ts';
import { trustedKeys } from '../evidence/verify/trusted-keys.ts';
import { establishes, LEVELS, type LevelId, type Verification } from '../evidence/verify/verification.ts';
import { verificationLines } from '../evidence/verify/verification-lines.ts';
import { type VerifyRequest, verifyPath } from '../evidence/verify/verify-path.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import type { Results } from '../proof/report/results.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { loadProfile } from '../stack/profile-loader.ts';
import { safeText } from '../steps/safe-text.ts';
import { EXIT } from '../steps/step.ts';

/** Most bytes of a file with keys. */
const KEYS_LIMIT = 256 * 1024;

/** Flags that say what the buyer knows. */
export interface TrustFlags {
  readonly json?: boolean;
  readonly profile?: string;
  /** File with the public key of the signer, from another channel. */
  readonly signer?: string;
  /** Proof code, from another channel. */
  readonly code?: string;
  readonly challenge?: string;
  /** The buyer's own run. */
  readonly against?: string;
  /** Published SHA-256 of the archive. */
  readonly digest?: string;
}

/** Flags of `bus-setup verify`. */
export interface VerifyFlags extends TrustFlags {
  /** Levels without which the exit code is not 0. */
  readonly require?: readonly string[];
}

/**
 * Verifies evidence and tells what was established and what was not.
 * @param path of an evidence set, its archive, or a diagnostic bundle
 * @param signal ends the work
 * @returns 0 when nothing is broken and the proof passed, 3 when it did not pass, 5 when something is broken or a
 * required level is not established
 * @throws SetupError `EV-…`, `RN-USAGE`, `ST-PROFILE-…`
 */
export async function verifyCommand(
  host: Host,
  console: { readonly out: LineOutput },
  path: string,
  flags: VerifyFlags,
  signal: AbortSignal,
): Promise<number> {
  const required = (flags.require ?? []).map(levelOf);
  const request = await verifyRequest(host, flags, signal);
  const verification = await verifyPath(resolve(host.cwd, path), request);
  const missing = required.filter((level) => !establishes(verification, level));
  const exitCode = verificationExitCode(verification, missing);
  if (flags.json === true) {
    console.out.line(safeText(JSON.stringify({ ...verification, missingLevels: missing, exitCode })));
    return exitCode;
  }
  for (const line of verificationLines(verification)) console.out.line(line);
  if (missing.length > 0) console.out.line(`EV-LEVEL-MISSING  You asked for ${missing.join(', ')}.`);
  return exitCode;
}

/** What the flags say that the buyer knows. */
export async function verifyRequest(
  host: Host,
  flags: TrustFlags,
  signal: AbortSignal,
): Promise<VerifyRequest> {
  if (flags.digest !== undefined && !/^[0-9a-fA-F]{64}$/.test(flags.digest)) {
    throw new SetupError('RN-USAGE', '--digest takes 64 hex digits');
  }
  return {
    host,
    signal,
    trusted: await trustedOrigin(host, flags),
    challenge: flags.challenge,
    own: await ownResults(host, flags.against, signal),
    digest: flags.digest,
    profile: flags.profile === undefined ? undefined : (await loadProfile(flags.profile, host)).profile,
  };
}

function verificationExitCode({ sound, verdict }: Verification, missing: readonly LevelId[]): number {
  if (!sound || missing.length > 0) return EXIT.refused;
  return verdict === 'PASSED' || verdict === 'WARNED' ? EXIT.proven : EXIT.notProven;
}

async function trustedOrigin(host: Host, { signer, code }: TrustFlags): Promise<TrustedOrigin> {
  if (code !== undefined && !isProofCode(code)) {
    throw new SetupError('RN-USAGE', 'a proof code is SHA256:, 43 letters, a dot and 16 hex digits');
  }
  if (signer === undefined) return { code };
  const text = (await readWhole(resolve(host.cwd, signer), KEYS_LIMIT)).toString('utf8');
  return { code, keys: trustedKeys(text) };
}

async function ownResults(
  host: Host,
  path: string | undefined,
  signal: AbortSignal,
): Promise<Results | undefined> {
  return path === undefined ? undefined : (await readRun(resolve(host.cwd, path), signal)).results;
}

function levelOf(text: string): LevelId {
  const level = text.toUpperCase();
  if (Object.hasOwn(LEVELS, level)) return level as LevelId;
  throw new SetupError('RN-USAGE', `--require takes V1, V2, V3 or V4, not ${text}`);
}
