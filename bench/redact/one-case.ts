// node bench/redact/one-case.ts <text> <megabytes> <known values>: one case in a process of its own, as a line of JSON.
import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { benchText, MEGABYTE } from './texts.ts';

const CHUNK = 64 * 1024;
const GZIP_SAMPLE = 4 * MEGABYTE;

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

const [name = 'busy log', megabytes = '64', known = '0'] = process.argv.slice(2);
const size = Number(megabytes) * MEGABYTE;
const { block, planted } = benchText(name);
const registry = new SecretRegistry();
for (let i = 0; i < Number(known); i++) registry.secret(`S${i}`, randomBytes(18).toString('base64'));

let left = 0;
let written = 0;
const sink = new Writable({
  write(chunk: Buffer, _encoding, done) {
    if (written < block.length) left += planted.filter((secret) => chunk.includes(secret)).length;
    written += chunk.length;
    done();
  },
});
const cpu = process.cpuUsage();
const begin = performance.now();
await pipeline(
  function* chunks() {
    for (let sent = 0; sent < size; ) {
      const at = sent % block.length;
      const chunk = block.subarray(at, Math.min(at + CHUNK, block.length));
      sent += chunk.length;
      yield chunk;
    }
  },
  createRedactor(registry).stream(),
  sink,
);
const seconds = cpuSeconds(cpu);
const wallSeconds = (performance.now() - begin) / 1000;
const residentMegabytes = process.resourceUsage().maxRSS / 1024;
const gzipStart = process.cpuUsage();
const sample = block.subarray(0, GZIP_SAMPLE);
gzipSync(sample, { level: 6 });
const gzip = sample.length / MEGABYTE / cpuSeconds(gzipStart);
const result = {
  megabytesPerCpuSecond: size / MEGABYTE / seconds,
  megabytesPerSecond: size / MEGABYTE / wallSeconds,
  gzip,
  residentMegabytes,
  planted: planted.length,
  left,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
