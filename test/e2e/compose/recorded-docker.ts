import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The real `docker`, and a list of what it was called with. */
export interface RecordedDocker {
  /** Environment in which the program finds it. */
  readonly env: Readonly<Record<string, string>>;
  /** Arguments of every call since the last time, one line each, sorted; ids of containers are `CONTAINER...`. */
  calls(): readonly string[];
}

/** @param folder an existing one, which it is laid in */
export function recordedDocker(folder: string): RecordedDocker {
  const bin = join(folder, 'recorded');
  const record = join(bin, 'calls');
  const real = execFileSync('sh', ['-c', 'command -v docker'], { encoding: 'utf8' }).trim();
  mkdirSync(bin);
  writeFileSync(join(bin, 'docker'), `#!/bin/sh\nprintf '%s\\n' "$*" >>'${record}'\nexec '${real}' "$@"\n`);
  chmodSync(join(bin, 'docker'), 0o755);
  return {
    env: { PATH: `${bin}:${process.env.PATH ?? ''}` },
    calls() {
      if (!existsSync(record)) return [];
      const lines = readFileSync(record, 'utf8').trimEnd().split('\n');
      rmSync(record);
      return lines.map((line) => line.replace(/[0-9a-f]{12,}( [0-9a-f]{12,})*$/, 'CONTAINER...')).toSorted();
    },
  };
}
