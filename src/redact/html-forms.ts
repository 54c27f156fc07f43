/** What stands for each sign. */
type Names = Readonly<Record<string, string>>;

const TEXT: Names = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const QUOTE: Names = { ...TEXT, '"': '&quot;' };
const XML: Names = { ...QUOTE, "'": '&apos;' };
const TEMPLATE: Names = { '`': '&#x60;', '=': '&#x3d;' };

/** What the escaping functions of different languages write; hex digits come in either case. */
const STYLES: readonly Names[] = [
  TEXT,
  QUOTE,
  XML,
  // Go, and MarkupSafe of Python.
  { ...TEXT, '"': '&#34;', "'": '&#39;' },
  // Libraries of JavaScript that write every sign by its number.
  { '&': '&#x26;', '<': '&#x3c;', '>': '&#x3e;', '"': '&#x22;', "'": '&#x27;' },
  // Python, React.
  { ...QUOTE, "'": '&#x27;' },
  // Ruby, lodash, C#.
  { ...QUOTE, "'": '&#39;' },
  // PHP.
  { ...QUOTE, "'": '&#039;' },
  // Handlebars.
  { ...QUOTE, ...TEMPLATE, "'": '&#x27;' },
  // Mustache.
  { ...QUOTE, ...TEMPLATE, "'": '&#39;', '/': '&#x2f;' },
];

/** A value as HTML and XML hold it: with the signs that have to be escaped there, as each writer escapes them. */
export function htmlForms(value: string): string[] {
  const xml = escaped(value, XML);
  return [
    ...STYLES.map((names) => escaped(value, names)),
    xml.replace(/[^\x00-\x7f]/gu, (letter) => `&#${letter.codePointAt(0)};`),
    xml.replace(/[^\x00-\x7f]/gu, (letter) => `&#x${letter.codePointAt(0)?.toString(16)};`),
    // Encoders that trust letters and digits alone; that of OWASP a few signs as well.
    value.replace(/[^A-Za-z0-9 ]/gu, (letter) => `&#${letter.codePointAt(0)};`),
    value.replace(/[^A-Za-z0-9 ]/gu, (letter) => `&#x${letter.codePointAt(0)?.toString(16)};`),
    value.replace(/[^A-Za-z0-9 ,._-]/gu, (letter) => `&#x${letter.codePointAt(0)?.toString(16)};`),
  ];
}

function escaped(value: string, names: Names): string {
  return value.replace(/[&<>"'`=/]/g, (sign) => names[sign] ?? sign);
}
