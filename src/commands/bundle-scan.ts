import { resolve } from 'node:path';
import type { ForeignPart } from '../bundle/foreign-parts.ts';
import { readForeignArchive } from '../bundle/read-foreign-archive.ts';
import { scanBytes } from '../bundle/scan-bytes.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { type LeakHit, type LeakScan, leakScan } from '../redact/leak-scan.ts';
import { SecretRegistry } from '../redact/secret.ts';
import { registerOperatorSecrets } from '../stack/operator-secrets.ts';
import { safeText } from '../steps/safe-text.ts';
import { EXIT } from '../steps/step.ts';

/**
 * Scans any archive that is about to be sent to somebody, of whichever program: every name, every member, archives in it,
 * and what stands between them, for shapes of secrets and for the values that are secret on this machine.
 * @param file a `.tar.gz`, `.tar`, `.gz`, `.zip` or a folder
 * @param signal ends the work
 * @returns 0 without a hit, 6 with one, or when there is something in it that cannot be read
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
  const scan = leakScan(secrets);
  const hits: BundleHit[] = [];
  let members = 0;
  let bytes = 0;
  for await (const part of readForeignArchive(resolve(host.cwd, file))) {
    signal.throwIfAborted();
    if (part.kind === 'member') members++;
    const name = nameOf(part, scan, members);
    if (name.hit !== undefined) hits.push(name.hit);
    if (part.kind === 'unread') {
      hits.push({ rule: 'unscanned', path: name.shown, offset: 0, why: part.why });
      continue;
    }
    const isMember = part.kind === 'member';
    hits.push(...(await scanBytes(name.shown, part.bytes, scan, signal, { members: isMember })));
    if (isMember) bytes += part.bytes.byteLength;
  }
  const known = secrets.all().filter(({ publicDefault }) => !publicDefault).length;
  if (flags.json === true) {
    console.out.line(JSON.stringify({ v: 1, members, bytes, secrets: known, hits }));
  } else {
    for (const hit of hits) console.out.line(hitLine(hit));
    const megabytes = (bytes / 1_000_000).toFixed(1);
    console.out.line(
      `${counted(members, 'member')}, ${megabytes} MB scanned for ${counted(known, 'secret')} of this machine and for shapes: ${counted(hits.length, 'hit')}`,
    );
    if (known === 0)
      console.out.line(
        'a password or a token without a shape of its own is found only where its value is set',
      );
  }
  return hits.length === 0 ? 0 : EXIT.bundleRefused;
}

interface BundleHit extends LeakHit {
  /** Why something could not be scanned. */
  readonly why?: string;
}

function hitLine({ path, offset, rule, why }: BundleHit): string {
  return why === undefined ? `${path}: byte ${offset}: ${rule}` : `${path}: ${rule}: ${why}`;
}

/** A name that leaks is not repeated. */
function nameOf(part: ForeignPart, scan: LeakScan, number: number): { shown: string; hit?: LeakHit } {
  const around = part.name === '' ? '(around the members)' : `(around ${safeText(part.name)})`;
  const [hit] = scan('name', Buffer.from(part.name));
  if (hit === undefined) return { shown: part.kind === 'frame' ? around : safeText(part.name) };
  const shown = part.kind === 'member' ? `(name of member ${number})` : `(a name behind member ${number})`;
  return { shown, hit: { ...hit, path: shown } };
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
