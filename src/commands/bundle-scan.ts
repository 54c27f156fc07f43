import { resolve } from 'node:path';
import { readForeignArchive } from '../bundle/read-foreign-archive.ts';
import { scanBytes } from '../bundle/scan-bytes.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { type LeakHit, leakScan } from '../redact/leak-scan.ts';
import { SecretRegistry } from '../redact/secret.ts';
import { registerOperatorSecrets } from '../stack/operator-secrets.ts';
import { safeText } from '../steps/safe-text.ts';
import { EXIT } from '../steps/step.ts';

/**
 * Scans any archive that is about to be sent to somebody, of whichever program: every name, every
 * member and what stands between them, for shapes
 * of secrets and for the values that are secret on this machine.
 * @param file a `.tar.gz`, `.tar` or `.gz`
 * @param signal ends the work
 * @returns 0 without a hit, 6 with one
 * @throws SetupError `BN-NOT-A-BUNDLE`
 */
export async function scanBundle(
  host: Host,
  console: { readonly out: LineOutput },
  file: string,
  flags: { readonly json?: boolean },
  signal: AbortSignal,
): Promise<number> {
  const secrets = new SecretRegistry();
  await registerOperatorSecrets(host, host.cwd, secrets);
  const { members, frame, compressed = Buffer.of() } = await readForeignArchive(resolve(host.cwd, file));
  const scan = leakScan(secrets);
  const hits: LeakHit[] = [];
  let bytes = 0;
  for (const [index, member] of members.entries()) {
    // A name that leaks is not repeated.
    const nameHits = scan('name', Buffer.from(member.name));
    const shown = nameHits.length > 0 ? `(name of member ${index + 1})` : safeText(member.name);
    const [hit] = nameHits;
    if (hit !== undefined) hits.push({ ...hit, path: shown });
    hits.push(...(await scanBytes(shown, member.bytes, scan, signal)));
    bytes += member.bytes.byteLength;
  }
  for (const [shown, part] of [
    ['(headers of the tar)', frame],
    ['(gzip around it)', compressed],
  ] as const)
    hits.push(...(await scanBytes(shown, part, scan, signal, { members: false })));
  const known = secrets.all().filter(({ publicDefault }) => !publicDefault).length;
  if (flags.json === true) {
    console.out.line(JSON.stringify({ v: 1, members: members.length, bytes, secrets: known, hits }));
  } else {
    for (const { path, offset, rule } of hits) console.out.line(`${path}: byte ${offset}: ${rule}`);
    const megabytes = (bytes / 1_000_000).toFixed(1);
    console.out.line(
      `${counted(members.length, 'member')}, ${megabytes} MB scanned for ${counted(known, 'secret')} of this machine and for shapes: ${counted(hits.length, 'hit')}`,
    );
    if (known === 0)
      console.out.line(
        'a password or a token without a shape of its own is found only where its value is set',
      );
  }
  return hits.length === 0 ? 0 : EXIT.bundleRefused;
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
