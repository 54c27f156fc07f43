/** What XML 1.0 has no place for (section 2.2), and what would turn the reading direction of the text around it. */
const UNFIT =
  /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text that is HTML or XML already. Only {@link markup} makes one, so that nothing foreign gets in unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: foreign text, or markup of our own. */
export type Piece = string | number | Markup | readonly Markup[];

/**
 * A template whose every value is escaped for element content and for quoted attributes of HTML and XML, unless it is
 * markup itself.
 */
export function markup(fixed: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return new Markup(fixed.map((text, index) => text + written(values[index])).join(''));
}

/** No markup at all. */
export const NOTHING = new Markup('');

function written(value: Piece | undefined): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return String(value)
    .toWellFormed()
    .replaceAll(UNFIT, '')
    .replaceAll(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character] ?? '');
}
