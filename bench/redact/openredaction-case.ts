// node bench/redact/openredaction-case.ts <folder> <result>: redacts every file of a folder, into one JSON object.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenRedaction } from '@openredaction/openredaction';

const [folder = '', result = ''] = process.argv.slice(2);
const redaction = new OpenRedaction();
const outputs: Record<string, string> = {};
for (const name of readdirSync(folder)) {
  const text = readFileSync(join(folder, name), 'utf8');
  outputs[name] = (await redaction.detect(text)).redacted;
}
writeFileSync(result, JSON.stringify(outputs));
