import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { STACK_INNOCENTS, STACK_SECRETS } from './stack-cases.ts';

const redactor = createRedactor(new SecretRegistry());
const pseudonymising = createRedactor(new SecretRegistry(), { pseudonymise: true });
const redact = (file: string, text: string) => redactor.file(file, Buffer.from(text)).bytes.toString();

describe('the files, logs and commands of a stack', () => {
  it.each(STACK_SECRETS)('$file: $text', ({ file, text, secret }) => {
    expect(text).toContain(secret);
    const output = redact(file, text);
    expect(output).not.toContain(secret);
    expect(redact(file, output)).toBe(output);
    if (parses(file, text)) expect(parses(file, output)).toBe(true);
  });

  it.each(STACK_INNOCENTS)('stays as it is: $file: $text', ({ file, text }) => {
    expect(redact(file, text)).toBe(text);
    expect(pseudonymising.file(file, Buffer.from(text)).bytes.toString()).toBe(text);
  });
});

function parses(file: string, text: string): boolean {
  try {
    if (/json$|\.har$/.test(file)) JSON.parse(text);
    else if (/ya?ml$/.test(file)) parse(text);
    else return false;
    return true;
  } catch {
    return false;
  }
}
