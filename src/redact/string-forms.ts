/**
 * A value inside of quotation marks, as programming languages, databases and logs write it where they write something
 * else than JSON; hex digits come in either case.
 */
export function stringForms(value: string): string[] {
  const apostrophes = value.replace(/[\\']/g, '\\$&');
  const bytes = (text: string) => withBytes(text, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`);
  return [
    // Python, JavaScript, Ruby.
    apostrophes,
    // PHP, MySQL.
    value.replace(/[\\'"]/g, '\\$&'),
    // Bytes of Python.
    bytes(apostrophes),
    // The access log of nginx.
    bytes(value.replace(/[\\"]/g, (sign) => (sign === '"' ? '\\x22' : '\\x5c'))),
    // File names of git, bytes of PostgreSQL.
    withBytes(value.replace(/[\\"]/g, '\\$&'), (byte) => `\\${byte.toString(8)}`),
    // Rust, and JavaScript since its sixth edition.
    value
      .replace(/[\\"]/g, '\\$&')
      .replace(/[^\x00-\x7f]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`),
    // CSV, Visual Basic.
    value.replaceAll('"', '""'),
    // A shell, between quotation marks.
    value.replace(/[\\"$`]/g, '\\$&'),
    // JSON of .NET, and the same with every sign that means something in a page.
    units(value.replaceAll('\\', '\\\\'), /["&'+<>`]|[^\x20-\x7e]/g),
    units(value.replaceAll('\\', '\\\\').replaceAll('"', '\\"'), /[&'+<>=`]|[^\x20-\x7e]/g),
    // PowerShell.
    value.replace(/[`$"]/g, '`$&'),
  ];
}

/** Each letter that is not ASCII by the bytes that UTF-8 has for it. */
function withBytes(text: string, write: (byte: number) => string): string {
  return text.replace(/[^\x00-\x7f]/gu, (letter) => [...Buffer.from(letter)].map(write).join(''));
}

function units(text: string, signs: RegExp): string {
  return text.replace(signs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
