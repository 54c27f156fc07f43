// node bench/redact/bus-setup-case.ts <folder> <result>: redacts every file of a folder, into one JSON object.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { ID_LENGTH } from './corpus-files.ts';

const [folder = '', result = ''] = process.argv.slice(2);
const redactor = createRedactor(new SecretRegistry());
const outputs: Record<string, string> = {};
for (const name of readdirSync(folder)) {
  const file = name.slice(ID_LENGTH).replace(/^-/, '');
  outputs[name] = redactor.file(file, readFileSync(join(folder, name))).bytes.toString('utf8');
}
writeFileSync(result, JSON.stringify(outputs));
