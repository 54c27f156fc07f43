import { expect, test } from 'vitest';
import { reason } from '../../src/reasons/catalog.ts';
import { missingParts } from '../../src/screens/file-entries.ts';

const part = (id: string, why?: Parameters<typeof reason>[0]) => ({
  id,
  title: `The ${id}`,
  finished: true,
  files: [],
  ...(why === undefined ? {} : { reason: reason(why) }),
});

test('before the seal stands what is missing, and not what this run does not have', () => {
  const collectors = [part('services', 'BN-DEADLINE'), part('routes', 'BN-OVER-SIZE')];
  const fine = [part('modes'), part('images', 'BN-NO-IMAGES'), part('logs', 'BN-LEFT-OUT')];
  expect(missingParts({ collectors: [...fine, ...collectors] })).toBe(
    'The services (BN-DEADLINE), The routes (BN-OVER-SIZE)',
  );
  expect(missingParts({ collectors: fine })).toBeUndefined();
});
