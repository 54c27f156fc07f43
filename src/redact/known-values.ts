import {
  asciiJson,
  base64Forms,
  entityEach,
  formPercent,
  hexPairs,
  json,
  percent,
  percentAll,
  percentEach,
  quotedPrintable,
  shellQuote,
  unicodeEscapes,
} from './encodings.ts';
import { htmlForms } from './html-forms.ts';
import type { Secret } from './secret.ts';
import { stringForms } from './string-forms.ts';
import { isReadableValue } from './value-shape.ts';

/** One way in which a known value can be written. */
export interface KnownForm {
  readonly bytes: Buffer;
  /** The value itself: what the tag is made from, so that it is the same in every form. */
  readonly value: string;
  /** True where case does not matter (hex digits). */
  readonly foldCase: boolean;
  /** True for a short value, which counts only where no letter or digit stands beside it. */
  readonly wholeWord: boolean;
  /** Bytes before and after the form that hold some bits of the value (base64 at an odd alignment). */
  readonly edges: readonly [before: number, after: number];
}

/** Shorter values are looked for as whole words only. */
export const SHORTEST_ANYWHERE = 8;
/** Shorter values are not looked for: they are in every text. */
export const SHORTEST_SEARCHED = 4;
/** A longer value is looked for by its beginning: a form of it is as long in every encoding. */
const LONGEST_FORM_SOURCE = 16 * 1024;

/**
 * True for a value that cannot be searched for without hitting ordinary text. Its holder must see to it that it stands
 * nowhere but under a secret key.
 */
export function isUnsearchable(value: string): boolean {
  return Buffer.byteLength(value) < SHORTEST_SEARCHED || isReadableValue(value) || /^[a-z]{1,7}$/.test(value);
}

/** The forms of those secrets that are not public and can be searched: raw and as the usual encoders write them. */
export function knownForms(secrets: readonly Secret[]): KnownForm[] {
  const forms = new Map<string, KnownForm>();
  for (const secret of secrets) {
    if (secret.publicDefault) continue;
    const value = secret.reveal();
    if (isUnsearchable(value)) continue;
    for (const form of formsOf(value)) {
      const key = `${form.foldCase ? 'i' : 'x'}${form.bytes.toString('latin1')}`;
      if (!forms.has(key)) forms.set(key, form);
    }
  }
  return [...forms.values()];
}

/** The forms of one value. */
export function formsOf(value: string): KnownForm[] {
  const raw = Buffer.from(value, 'utf8');
  if (raw.length < SHORTEST_ANYWHERE)
    return [{ bytes: raw, value, foldCase: false, wholeWord: true, edges: [0, 0] }];
  const source = value.length > LONGEST_FORM_SOURCE ? value.slice(0, LONGEST_FORM_SOURCE) : value;
  const exact = new Set([source, ...textForms(source)]);
  const forms: KnownForm[] = [...exact].map((text) =>
    plainForm(text, value, isCaseless(source) && text === source),
  );
  for (const text of foldedForms(source)) forms.push(plainForm(text, value, true));
  for (const text of new Set([source, json(source)])) forms.push(...encodedForms(text, value));
  return forms;
}

/** Forms in which case matters. */
function textForms(value: string): string[] {
  const once = json(value);
  return [
    once,
    json(once),
    json(json(once)),
    once.replaceAll('/', '\\/'),
    once.replace(/[<>&]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
    json(once.replace(/[<>&]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`)),
    shellQuote(value),
    value.replace(/[^A-Za-z0-9_./:=@%+,-]/g, '\\$&'),
    value.replaceAll("'", "''"),
    value.replaceAll('$', '$$$$'),
    quotedPrintable(value),
  ];
}

/** Forms whose hex digits are written in either case. */
function foldedForms(value: string): Set<string> {
  return new Set([
    percent(value),
    percentAll(value),
    percent(percent(value)),
    formPercent(value),
    percent(json(value)),
    percentAll(json(value)),
    formPercent(json(value)),
    asciiJson(value),
    json(asciiJson(value)),
    unicodeEscapes(value),
    percentEach(value),
    entityEach(value, 'number'),
    entityEach(value, 'hex'),
    ...htmlForms(value),
    ...stringForms(value),
    ...hexPairs(Buffer.from(value, 'utf8')),
  ]);
}

function encodedForms(text: string, value: string): KnownForm[] {
  return base64Forms(Buffer.from(text, 'utf8')).map(({ text: form, edges }) => ({
    bytes: Buffer.from(form, 'latin1'),
    value,
    foldCase: false,
    wholeWord: false,
    edges,
  }));
}

function plainForm(text: string, value: string, foldCase: boolean): KnownForm {
  return { bytes: Buffer.from(text, 'utf8'), value, foldCase, wholeWord: false, edges: [0, 0] };
}

/** Hex and base32 mean the same in either case. */
function isCaseless(value: string): boolean {
  return (
    value.length >= 16 &&
    (/^[0-9a-f-]+$/i.test(value) || /^[a-z2-7]+=*$/.test(value) || /^[A-Z2-7]+=*$/.test(value))
  );
}
