import { describe, expect, it } from 'vitest';
import { checkIntegrity } from '../../src/evidence/verify/check-integrity.ts';
import { sampleResults } from './sample-results.ts';
import { sealed } from './sealed.ts';

/** Small enough that every single byte can be changed. */
const small = () => sampleResults({ change: (check) => (check.id === 'models' ? check : undefined) });

describe('V1 notices', () => {
  it('every change of a single byte of every file', async () => {
    const results = small();
    const files = await sealed(results);
    expect(checkIntegrity(files, results).status).toBe('holds');
    const survivors: string[] = [];
    let changes = 0;
    for (const [path, bytes] of files) {
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at] ?? 0;
        bytes[at] = byte ^ (1 << (at % 8));
        changes++;
        if (checkIntegrity(files, results).status !== 'broken') survivors.push(`${path}:${at}`);
        bytes[at] = byte;
      }
    }
    expect(changes).toBeGreaterThan(20_000);
    expect(survivors).toEqual([]);
    expect(checkIntegrity(files, results).status).toBe('holds');
  });
});
