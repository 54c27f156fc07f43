import type { Secret } from './secret.ts';

/** One way in which a known value can be written. */
export interface KnownForm {
  readonly bytes: Buffer;
  /** The value itself: what the tag is made from. */
  readonly value: string;
  /** True where case does not matter (hex). */
  readonly foldCase: boolean;
  /** True for a short value, which counts only where no letter or digit stands beside it. */
  readonly wholeWord: boolean;
  /** Bytes before and after the form that hold some bits of the value (base64 at an odd alignment). */
  readonly edges: readonly [before: number, after: number];
}

/** The forms of all secrets that are not public. */
export function knownForms(secrets: readonly Secret[]): KnownForm[] {
  return secrets
    .filter((secret) => !secret.publicDefault)
    .map((secret) => secret.reveal())
    .filter((value) => value.length >= 4)
    .map((value) => ({
      bytes: Buffer.from(value, 'utf8'),
      value,
      foldCase: false,
      wholeWord: value.length < 8,
      edges: [0, 0] as const,
    }));
}
