import type { FilePage } from '../../steps/bundle-preview.ts';

/** Lines of a log that the details show in the stories. */
const LOG_LINES = 40;
/** Bytes of a page, and of the whole file, in the stories. */
const PAGE_BYTES = 16_000;
const FILE_BYTES = 32_000;

/** The log of a service as the stories have it, oldest first. */
export function sampleLog(service: string): readonly string[] {
  return Array.from({ length: LOG_LINES }, (_, index) => `12:00:${index} ${service} line ${index + 1}`);
}

/**
 * A page of a file of the bundle as the stories have it.
 * @param offset in bytes
 */
export function samplePage(path: string, offset: number): FilePage {
  const lines = Array.from(
    { length: LOG_LINES },
    (_, index) => `line ${index + 1} of ${path} from byte ${offset}`,
  );
  return { path, offset, bytes: FILE_BYTES, lines, ...(offset === 0 ? { next: PAGE_BYTES } : {}) };
}
