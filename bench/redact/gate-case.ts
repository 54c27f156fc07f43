// node bench/redact/gate-case.ts <megabytes> <text …>: each text through the gate, each as a line of JSON.
import { scanBytes } from '../../src/bundle/scan-bytes.ts';
import { leakScan } from '../../src/redact/leak-scan.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { gateText, knownValue } from './gate-texts.ts';
import { MEGABYTE } from './texts.ts';

const KNOWN = 200;

const [megabytes = '8', ...names] = process.argv.slice(2);
const registry = new SecretRegistry();
for (let number = 0; number < KNOWN; number++) registry.secret(`S${number}`, knownValue(number));
const scan = leakScan(registry);
const { signal } = new AbortController();
for (const name of names) {
  const block = gateText(name);
  const times = Math.ceil((Number(megabytes) * MEGABYTE) / block.length);
  const bytes = Buffer.concat(Array.from({ length: times }, () => block));
  await scanBytes('warm', bytes.subarray(0, MEGABYTE), scan, signal);
  const start = process.cpuUsage();
  await scanBytes(name, bytes, scan, signal);
  const { user, system } = process.cpuUsage(start);
  const megabytesPerCpuSecond = bytes.length / MEGABYTE / ((user + system) / 1e6);
  process.stdout.write(
    `${JSON.stringify({ name, megabytesPerCpuSecond, residentMegabytes: process.resourceUsage().maxRSS / 1024 })}\n`,
  );
}
