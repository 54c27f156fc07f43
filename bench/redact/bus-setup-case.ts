// node bus-setup-case.mjs <folder> <result>, bundled: redacts every file of a folder, into one JSON object; a log that
// is large goes through the stream, into a file of its own.
import {
  createReadStream,
  createWriteStream,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { ID_LENGTH } from './file-ids.ts';

const LARGE = 1024 * 1024;
/** As `bus-setup redact` reads. */
const READ_BYTES = 256 * 1024;

const [folder = '', result = ''] = process.argv.slice(2);
const redactor = createRedactor(new SecretRegistry());
const outputs: Record<string, string> = {};
for (const name of readdirSync(folder)) {
  const file = name.slice(ID_LENGTH).replace(/^-/, '');
  const path = join(folder, name);
  if (statSync(path).size > LARGE)
    await pipeline(
      createReadStream(path, { highWaterMark: READ_BYTES }),
      redactor.stream(),
      createWriteStream(`${result}.log`),
    );
  else outputs[name] = redactor.file(file, readFileSync(path)).bytes.toString('utf8');
}
writeFileSync(result, JSON.stringify(outputs));
