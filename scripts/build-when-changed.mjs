// What `npm start` does first: builds dist/ when something that it is made of is newer, or something in it is not as the
// last build left it. Looking takes a tenth of the time of building.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint } from './fingerprint.mjs';

const place = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
/** npm writes the last one whenever it changes what is installed. */
const sources = ['src', 'scripts', 'package.json', 'tsconfig.json', 'node_modules/.package-lock.json'].map(
  place,
);
const built = ['dist/bus-setup.js', 'dist/embedded-stack.js', 'dist/parts'].map(place);
/** Not in dist/, whose every file is somebody's output. */
const stamp = place('node_modules/.cache/bus-setup/built');

/** Taken before the build: what is written meanwhile is not in it. */
const from = fingerprint(sources);

function lastBuild() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined;
  }
}

if (lastBuild() !== `${from} ${fingerprint(built)}`) {
  await import('./build.mjs');
  try {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, `${from} ${fingerprint(built)}`);
  } catch {
    // The next start builds once more.
  }
}
