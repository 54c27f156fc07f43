import { expect, it } from 'vitest';
import { BytesCache } from '../../src/redact/bytes-cache.ts';

function cacheOf() {
  const cache = new BytesCache<string>();
  const asked: string[] = [];
  const of = (text: string, variant = 0) => {
    const bytes = Buffer.from(`<${text}>`);
    return cache.of(bytes, 1, bytes.length - 1, variant, (name) => {
      asked.push(name);
      return `${name} ${variant}`;
    });
  };
  return { of, asked };
}

it('remembers what comes again, and nothing of what comes once', () => {
  const { of, asked } = cacheOf();
  for (let i = 0; i < 4; i++) expect(of('API_TOKEN')).toBe('API_TOKEN 0');
  expect(asked).toEqual(['API_TOKEN', 'API_TOKEN']);
});

it('tells apart what has other bytes or is another question', () => {
  const { of } = cacheOf();
  for (let round = 0; round < 3; round++) {
    const names = Array.from({ length: 6000 }, (_, i) => `name_${i}`);
    expect(names.filter((name) => of(name) !== `${name} 0`)).toEqual([]);
    expect(of('name_1', 1)).toBe('name_1 1');
    expect(of('a'.repeat(100))).toBe(`${'a'.repeat(100)} 0`);
  }
});
