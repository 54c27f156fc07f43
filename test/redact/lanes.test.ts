import { expect, it } from 'vitest';
import { buildAutomaton } from '../../src/redact/automaton.ts';
import { BLOCK, BlockHits, scanBlock } from '../../src/redact/lanes.ts';
import { randomNumbers, randomSecret } from './corpus.ts';

/** Every place of every word, by comparing at each position. */
function naive(words: readonly string[], text: string, from: number): string[] {
  const lower = text.toLowerCase();
  const hits: string[] = [];
  for (let end = 1; end <= text.length; end++)
    for (const word of words)
      if (end > from && lower.startsWith(word.toLowerCase(), end - word.length) && end >= word.length)
        hits.push(`${end} ${word.toLowerCase()}`);
  return hits;
}

function scanned(words: readonly string[], bytes: Uint8Array, start: number, from: number): string[] {
  const automaton = buildAutomaton(words.map((word) => Buffer.from(word)));
  const hits = new BlockHits(BLOCK);
  const found: string[] = [];
  for (let at = from; at < bytes.length; ) {
    at = scanBlock(automaton, bytes, start, at, Math.min(at + BLOCK, bytes.length), hits);
    for (let lane = 0; lane < hits.lanes; lane++) {
      for (let i = 0; i < (hits.filled[lane] ?? 0); i += 2) {
        const end = hits.first + lane * hits.laneLength + (hits.pairs[lane * hits.room + i] ?? 0);
        const state = hits.pairs[lane * hits.room + i + 1] ?? 0;
        for (const word of automaton.wordsAt[state - automaton.firstAccepting] ?? [])
          found.push(`${end} ${words[word]?.toLowerCase()}`);
      }
    }
  }
  return found;
}

/** Hits at one place come in the order of the automaton; at different places in that of the places. */
function inOrder(hits: readonly string[]): string[] {
  const ends = hits.map((hit) => Number.parseInt(hit, 10));
  expect(ends).toEqual([...ends].sort((a, b) => a - b));
  return [...hits].sort();
}

it('finds in four lanes what a comparison at every position finds', () => {
  const random = randomNumbers(41);
  for (let round = 0; round < 40; round++) {
    const words = [
      ...new Set(
        Array.from({ length: 12 }, () => randomSecret(random, 1 + Math.floor(random() * 9), 'abAB1')),
      ),
    ].filter((word, i, all) => all.findIndex((other) => other.toLowerCase() === word.toLowerCase()) === i);
    const length = round < 20 ? Math.floor(random() * 300) : 4000 + Math.floor(random() * 3000);
    const text = randomSecret(random, length, 'abABc1 \n');
    const offset = Math.floor(random() * 9);
    const bytes = Buffer.from(`${'a'.repeat(offset)}${text}`).subarray(offset);
    const from = Math.floor(random() * Math.min(length, 50));
    expect(inOrder(scanned(words, bytes, 0, from))).toEqual(naive(words, text, from).sort());
  }
});

it('finds words across the borders of lanes and blocks', () => {
  const words = ['border', 'der', 'x'];
  const bytes = Buffer.alloc(3 * BLOCK + 77, 'border');
  const hits = inOrder(scanned(words, bytes, 0, 0));
  const count = Math.floor(bytes.length / 6);
  expect(hits.length).toBe(2 * count);
});
