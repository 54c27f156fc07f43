import type { Host } from '../host/host.ts';

/**
 * A random moment of the years 2000 to 2009, for usage records of a proof: no real record is that old, and nobody bills
 * those years.
 * @returns RFC 3339 with milliseconds
 */
export function longAgo(host: Host): string {
  const start = Date.UTC(2000, 0, 1);
  const span = Date.UTC(2010, 0, 1) - start;
  return new Date(start + (host.random(6).readUIntBE(0, 6) % span)).toISOString();
}
