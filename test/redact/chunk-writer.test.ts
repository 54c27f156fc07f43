import { expect, it } from 'vitest';
import { ChunkWriter } from '../../src/redact/chunk-writer.ts';

it('hands on everything once and in order, whatever the sizes of the pieces', () => {
  const chunks: Buffer[] = [];
  const writer = new ChunkWriter((chunk) => chunks.push(chunk));
  const expected: Buffer[] = [];
  for (let i = 0; i < 4000; i++) {
    const piece = Buffer.alloc([1, 7, 31, 33, 900][i % 5] as number, i % 251);
    writer.copy(piece, 0, piece.length);
    writer.ascii(`[${i}]`);
    expected.push(piece, Buffer.from(`[${i}]`));
    if (i % 700 === 0) writer.flush();
  }
  const large = Buffer.alloc(400_000, 'x');
  writer.copy(large, 10, large.length);
  writer.flush();
  writer.flush();
  expect(Buffer.concat(chunks).equals(Buffer.concat([...expected, large.subarray(10)]))).toBe(true);
  expect(chunks.every((chunk) => chunk.length > 0)).toBe(true);
});
