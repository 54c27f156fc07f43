import { resolve } from 'node:path';
import type { BundleChoices } from '../bundle/bundle-choices.ts';
import type { Host } from '../host/host.ts';
import { readSmallFile } from '../host/private-files.ts';
import { SetupError } from '../reasons/setup-error.ts';

/** Flags that say what a bundle shall be, as the command line gives them. */
export interface BundleFlags {
  readonly since?: string;
  readonly maxSize?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly keepKey?: boolean;
  readonly keepPersonalData?: boolean;
  readonly encryptTo?: readonly string[];
}

/** Bytes of each unit of `--max-size`. */
const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1_000, m: 1_000_000, g: 1_000_000_000 };

/** Most bytes of a recipients file. */
const RECIPIENTS_LIMIT = 256 * 1024;

/**
 * Reads the flags of a bundle before anything is done, so that a slip does not cost a whole run.
 * @throws SetupError `RN-USAGE`, `BN-RECIPIENT`
 */
export async function bundleChoices(flags: BundleFlags, host: Host): Promise<BundleChoices> {
  const { since, maxSize, include, exclude, keepKey, keepPersonalData } = flags;
  if (include !== undefined || exclude !== undefined) {
    const [{ fileSelection, refuseIdlePatterns }, { COLLECTORS }] = await Promise.all([
      import('../bundle/file-selection.ts'),
      import('../bundle/collectors.ts'),
    ]);
    fileSelection(
      { include, exclude },
      COLLECTORS.map(({ id }) => id),
    );
    refuseIdlePatterns({ include, exclude }, COLLECTORS, undefined);
  }
  return {
    include,
    exclude,
    keepKey,
    keepPersonalData,
    since:
      since === undefined ? undefined : (await import('../bundle/since.ts')).parseSince(since, host.now()),
    maxBytes: maxSize === undefined ? undefined : sizeOf(maxSize),
    recipients: await recipientsOf(flags.encryptTo ?? [], host),
  };
}

function sizeOf(text: string): number {
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s?([kmg]?)b?$/i.exec(text) ?? [];
  const bytes = Math.floor(Number(number) * (UNITS[unit.toLowerCase()] ?? Number.NaN));
  if (!(bytes > 0)) throw new SetupError('RN-USAGE', '--max-size takes a size such as 500KB, 5MB or 5000000');
  return bytes;
}

async function recipientsOf(words: readonly string[], host: Host): Promise<readonly string[]> {
  if (words.length === 0) return [];
  const { checkRecipients, recipientsIn } = await import('../bundle/encrypt-bundle.ts');
  const found: string[] = [];
  for (const word of words) {
    if (word.startsWith('age1')) found.push(word);
    // A private key that was given by mistake is not repeated.
    else if (/^AGE-SECRET-KEY/i.test(word)) throw new SetupError('BN-RECIPIENT', 'a private key was given');
    else found.push(...recipientsIn(await recipientsFile(resolve(host.cwd, word))));
  }
  await checkRecipients(found);
  return found;
}

async function recipientsFile(path: string): Promise<string> {
  try {
    return await readSmallFile(path, RECIPIENTS_LIMIT);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure';
    throw new SetupError('BN-RECIPIENT', `the recipients file cannot be read: ${code}`, { cause: error });
  }
}
