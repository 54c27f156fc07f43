import { type PreparedBundle, preparedFiles } from '../bundle/prepare-bundle.ts';

/** Bytes of one page. Lines are not cut where one ends in the second half of it. */
const PAGE_BYTES = 16 * 1024;

const LINE_FEED = 0x0a;

/** A part of a file as a face shows it. */
export interface FilePage {
  readonly path: string;
  /** Where the page begins, in bytes. */
  readonly offset: number;
  /** Size of the whole file, in bytes. */
  readonly bytes: number;
  /** Where the next page begins; absent on the last one. */
  readonly next?: number;
  /** The bytes as text: what is no printable character stands as `\xNN`. */
  readonly lines: readonly string[];
}

/** What a face may do with a bundle that waits for its seal. */
export interface BundlePreview {
  /** Puts a file in or out; a path that is not in the bundle is ignored. */
  select(path: string, included: boolean): void;
  /** A page of a file; undefined for a path that is not in the bundle. */
  page(path: string, offset: number): FilePage | undefined;
}

/**
 * Lets the operator look through a prepared bundle.
 * @param selected called for each change, with a path of the bundle
 */
export function previewOf(
  prepared: PreparedBundle,
  selected: (path: string, included: boolean) => void,
): BundlePreview {
  const files = new Map(preparedFiles(prepared).map(({ path, bytes }) => [path, bytes]));
  return {
    select: (path, included) => {
      if (files.has(path)) selected(path, included);
    },
    page: (path, offset) => {
      const bytes = files.get(path);
      return bytes === undefined ? undefined : pageOf(path, bytes, offset);
    },
  };
}

function pageOf(path: string, bytes: Uint8Array, wanted: number): FilePage {
  const offset = Math.max(0, Math.min(wanted, bytes.byteLength));
  const full = Math.min(bytes.byteLength, offset + PAGE_BYTES);
  const border = bytes.lastIndexOf(LINE_FEED, full - 1) + 1;
  const end = full < bytes.byteLength && border > offset + PAGE_BYTES / 2 ? border : full;
  const text = Buffer.from(bytes.subarray(offset, end)).toString('utf8').replace(/\n$/, '');
  return {
    path,
    offset,
    bytes: bytes.byteLength,
    ...(end < bytes.byteLength ? { next: end } : {}),
    lines: text.split('\n').map(visible),
  };
}

/** Nothing steers the terminal, and nothing is hidden; tabs stay. */
function visible(line: string): string {
  return line
    .toWellFormed()
    .replace(
      /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
      (sign) => {
        const code = sign.charCodeAt(0);
        return code < 0x100
          ? `\\x${code.toString(16).padStart(2, '0')}`
          : `\\u${code.toString(16).padStart(4, '0')}`;
      },
    );
}
