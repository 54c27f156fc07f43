import { SetupError } from '../reasons/setup-error.ts';
import { type Archive, packArchive } from './archive.ts';
import { type AssembledBundle, assembleBundle, type BundleFacts } from './assemble-bundle.ts';
import { cutFile, isText } from './cut-file.ts';
import { withoutFiles } from './leave-out.ts';
import type { SafeCollection } from './redact-files.ts';
import { type SupportOrder, supportOrder } from './support-order.ts';

/** Longest text that is tried, and the shortest ones before and after other files go; in bytes for one share. */
const TEXT_BYTES = { longest: 1024 * 1024, comfortable: 16 * 1024, shortest: 2 * 1024 } as const;

/** Between a length that fits and twice as much that does not, these are tried. */
const BETWEEN = [1.75, 1.5, 1.25] as const;

/** One way to make a bundle smaller. */
interface Diet {
  readonly leftOut: ReadonlySet<string>;
  /** Most bytes of one share of a text. */
  readonly textBytes: number;
}

/** A bundle that is as large as it may be at most. */
export interface FittedBundle {
  /** What is left, and what was cut; the rest is told as missing with `BN-OVER-SIZE`. */
  readonly collections: readonly SafeCollection[];
  readonly assembled: AssembledBundle;
  readonly archive: Archive;
}

/**
 * Makes a bundle small enough, and no smaller than it must be: what support can do without goes first
 * ({@link supportOrder}), texts are cut before facts are lost. Each try is packed, so no size is guessed.
 * @param maxBytes most bytes of the `.tar.gz`
 * @throws SetupError `BN-MAX-SIZE` when nothing is left and it is still larger; the signal's reason
 */
export async function fitSize(
  chosen: readonly SafeCollection[],
  facts: BundleFacts,
  maxBytes: number,
  signal: AbortSignal,
): Promise<FittedBundle> {
  const pack = async (collections: readonly SafeCollection[]): Promise<FittedBundle> => {
    signal.throwIfAborted();
    const assembled = assembleBundle(collections, facts);
    return { collections, assembled, archive: await packArchive(assembled.members, facts.time) };
  };
  const fits = ({ archive }: FittedBundle): boolean => archive.gzip.byteLength <= maxBytes;
  let smallest = await pack(chosen);
  if (fits(smallest)) return smallest;
  const order = supportOrder(chosen.flatMap(({ files }) => files));
  const tried = (diet: Diet): Promise<FittedBundle> => pack(onDiet(chosen, diet, order));
  for (const diet of diets(order)) {
    const before = smallest;
    smallest = await tried(diet);
    if (!fits(smallest)) continue;
    if (diet.textBytes === Number.POSITIVE_INFINITY || before.archive.gzip.byteLength <= maxBytes)
      return smallest;
    for (const factor of BETWEEN) {
      const longer = await tried({ ...diet, textBytes: Math.round(diet.textBytes * factor) });
      if (fits(longer)) return longer;
    }
    return smallest;
  }
  throw new SetupError('BN-MAX-SIZE', `${smallest.archive.gzip.byteLength} bytes`);
}

/** Every way to make a bundle smaller, the one that costs least first; each goes on from the one before. */
function* diets({ toldAgain, toldElsewhere, rest }: SupportOrder): Generator<Diet> {
  const leftOut = new Set(toldAgain);
  yield { leftOut: new Set(leftOut), textBytes: Number.POSITIVE_INFINITY };
  let textBytes: number = TEXT_BYTES.longest;
  for (; textBytes >= TEXT_BYTES.comfortable; textBytes /= 2) yield { leftOut: new Set(leftOut), textBytes };
  for (const path of toldElsewhere) leftOut.add(path);
  for (; textBytes >= TEXT_BYTES.shortest; textBytes /= 2) yield { leftOut: new Set(leftOut), textBytes };
  for (const path of rest) {
    leftOut.add(path);
    yield { leftOut: new Set(leftOut), textBytes: TEXT_BYTES.shortest };
  }
}

function onDiet(
  chosen: readonly SafeCollection[],
  { leftOut, textBytes }: Diet,
  { shares }: SupportOrder,
): readonly SafeCollection[] {
  return chosen.map((collection) => {
    const left = withoutFiles(collection, leftOut, 'BN-OVER-SIZE');
    return {
      ...left,
      files: left.files.map((file) =>
        isText(file.path) ? cutFile(file, textBytes * shares(file.path)) : file,
      ),
    };
  });
}
