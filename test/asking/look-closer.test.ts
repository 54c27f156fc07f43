import { expect, test } from 'vitest';
import { detailLines } from '../../src/asking/look-closer.ts';
import { glyphsFor } from '../../src/screens/glyphs.ts';
import { fakePort } from '../screens/fake-port.ts';
import { stories } from '../screens/stories.ts';

test.each([40, 100])('details are written in %i columns', (width) => {
  const port = fakePort();
  port.play(stories.proofFailed);
  const lines = detailLines(port, 'notes-persistence', { width, glyphs: glyphsFor({ LANG: 'C' }, 'linux') });
  // A command stays whole, so that it can be pasted.
  const texts = lines.filter((line) => !line.includes('curl'));
  expect(Math.max(...texts.map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(Math.max(...texts.map((line) => line.length))).toBeGreaterThan(width - 20);
});
