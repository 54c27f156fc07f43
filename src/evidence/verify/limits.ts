/** Most that a verifier reads of what a stranger gave it. Evidence of 10,000 checks stays far below. */
export const LIMITS = {
  files: 20_000,
  fileBytes: 64 * 1024 * 1024,
  totalBytes: 256 * 1024 * 1024,
  archiveBytes: 128 * 1024 * 1024,
  /** Folders in each other. */
  depth: 8,
} as const;
