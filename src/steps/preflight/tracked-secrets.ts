import { scanTrackedFiles, type TrackedFinding } from '../../redact/tracked-scan.ts';
import { isInCheckout } from './git-checkout.ts';
import type { Probe } from './probe.ts';

/** Most findings that the reason of a refusal tells. */
const TOLD = 12;
/** Most findings that the hint of a PASS tells: generic values that are probably harmless. */
const HINTED = 2;

/** No tracked file of the workspace holds a real secret. */
export const trackedSecrets: Probe = {
  id: 'tracked-secrets',
  title: 'No real secret in a tracked file',
  required: true,
  proves:
    'No file that git tracks here holds a Stripe, OpenAI or Codex secret, a private key or another known kind.',
  doesNotProve: 'That the history of the repository never held one.',
  deadlineMs: 60_000,
  command: () => 'bus-setup preflight',
  async run({ host, workspace, signal }) {
    const today = host.now().toISOString().slice(0, 10);
    const scan = await scanTrackedFiles({ dir: workspace, signal, today });
    const withoutGit = scan.outcome === 'failed' && scan.problem === 'git-missing';
    if (withoutGit && !(await isInCheckout(workspace)))
      return { status: 'SKIP', reason: 'PF-NOT-A-CHECKOUT' };
    if (withoutGit) return { status: 'FAIL', reason: 'PF-GIT-MISSING', detail: scan.detail };
    if (scan.outcome === 'not-a-checkout') {
      // A checkout that git does not accept (a foreign owner, a broken HEAD) is not scanned, and so not clean.
      if (!(await isInCheckout(workspace))) return { status: 'SKIP', reason: 'PF-NOT-A-CHECKOUT' };
      return { status: 'FAIL', reason: 'PF-TRACKED-UNSCANNED', detail: 'git does not accept this checkout' };
    }
    if (scan.outcome === 'failed') {
      return { status: 'FAIL', reason: 'PF-TRACKED-UNSCANNED', detail: `${scan.problem}: ${scan.detail}` };
    }
    const refusing = scan.findings.filter(({ severity }) => severity === 'refuse');
    const warnings = scan.findings.length - refusing.length;
    if (refusing.length > 0)
      return { status: 'FAIL', reason: 'PF-TRACKED-SECRET', detail: told(refusing, TOLD) };
    const hint = warnings === 0 ? '' : `; may be worth a look: ${told(scan.findings, HINTED)}`;
    return { status: 'PASS', observed: `${scan.files} tracked files, no secret of a known kind${hint}` };
  },
};

function told(findings: readonly TrackedFinding[], most: number): string {
  const lines = findings
    .slice(0, most)
    .map(({ rule, file, line, inIndex }) => `${rule} in ${file}:${line}${inIndex ? ' (staged)' : ''}`);
  const more = findings.length - lines.length;
  return `${lines.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
