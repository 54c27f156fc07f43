import type { SafeFile } from './redact-files.ts';
import { cutNotice, lastKibibytes, lastLines } from './tail-lines.ts';

const LINE_FEED = 0x0a;

/** True for a file whose older lines may go, and what is left is still of use: a log or a journal. */
export function isText(path: string): boolean {
  return /\.(log|ndjson)$/.test(path);
}

/**
 * Cuts the beginning of a redacted text off, at a line border, and the ledger's entries of what went with it. It was
 * redacted as a whole, so no part of a secret is left at the cut.
 * @param capBytes most bytes that are kept, not counting the notice in the first line
 * @returns the file itself when it fits
 */
export function cutFile(file: SafeFile, capBytes: number): SafeFile {
  const kept = lastLines(file.bytes, capBytes);
  if (kept.byteLength === file.bytes.byteLength) return file;
  const gone = linesOf(file.bytes.subarray(0, file.bytes.byteLength - kept.byteLength));
  const limit = `${lastKibibytes(capBytes)}, by --max-size`;
  const cut = file.cut === undefined ? limit : `${file.cut}; ${limit}`;
  return {
    ...file,
    cut,
    bytes: Buffer.concat([Buffer.from(cutNotice(file.path, cut)), kept]),
    // The notice is the first line now.
    findings: file.findings
      .filter(({ line }) => line > gone)
      .map((finding) => ({ ...finding, line: finding.line - gone + 1 })),
  };
}

function linesOf(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}
