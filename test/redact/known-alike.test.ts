import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

const KEY = Buffer.alloc(32, 7);

function redactorOf(values: readonly string[]) {
  const registry = new SecretRegistry();
  values.forEach((value, index) => {
    registry.secret(`S${index}`, value);
  });
  return createRedactor(registry, { key: KEY });
}

/** Values that begin and end alike and differ in between, and some that begin or end with all of another. */
const ALIKE = [
  ...Array.from({ length: 400 }, (_, number) => `Zq7kVx-${number}-mB4wTy`),
  'Zq7kVx-1-mB4wTy-Zq7kVx',
  'wTy-Zq7kVx-2-mB4wTy',
  'ZQ7KVX-5-MB4WTY',
];

describe('known values that are alike', () => {
  it('are found one by one, each with a tag of its own', () => {
    const redactor = redactorOf(ALIKE);
    const tags = ALIKE.map((value) => /[0-9a-f]{12}(?=\])/.exec(redactor.text(`note ${value} end`))?.[0]);
    expect(new Set(tags).size).toBe(ALIKE.length);
  });

  it('leave what is only like them', () => {
    const redactor = redactorOf(ALIKE);
    const like = 'note Zq7kVx-400-mB4wTx, Zq7kV-1-mB4wTy and zq7kvx-401-mb4wty end';
    expect(redactor.text(like)).toBe(like);
  });

  it('are found where a line breaks at any letter, also with an indentation or a blank lost', () => {
    const values = [...ALIKE, 'Zq7kVx two words mB4wTy', 'Zq7kVx\\n\tmore mB4wTy'];
    const redactor = redactorOf(values);
    for (const value of ['Zq7kVx-37-mB4wTy', 'Zq7kVx two words mB4wTy', 'Zq7kVx\\n\tmore mB4wTy']) {
      for (let at = 1; at < value.length; at++) {
        const broken = `note ${value.slice(0, at)}\n   ${value.slice(at).trimStart()} end`;
        expect(redactor.text(broken), broken).toMatch(/^note \[REDACTED:known(:[0-9a-f]{12})?\] end$/);
      }
    }
  });

  it('are found whatever was learned before and after them', () => {
    const lines = Array.from({ length: 1500 }, (_, number) => `password=x${number}Kd83hunter2hunter2`);
    const log = Buffer.from(lines.join('\n'));
    const redactor = redactorOf([]);
    redactor.learn('a.log', log);
    const bare = lines.map((line) => `said ${line.slice('password='.length)} again`).join('\n');
    expect(redactor.file('b.log', Buffer.from(bare)).bytes.toString()).not.toContain('hunter2');
  });
});
