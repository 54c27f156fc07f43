import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';

/** The members of a bundle by path under its top folder. */
export async function readBundle(path: string): Promise<ReadonlyMap<string, string>> {
  const entries = await unpackTar(gunzipSync(await readFile(path)), { strict: true });
  return new Map(
    entries.map(({ header, data }) => [
      header.name.replace(/^bus-setup-bundle\//, ''),
      Buffer.from(data ?? new Uint8Array()).toString('utf8'),
    ]),
  );
}

/** A JSON member of a bundle. */
export function jsonMember(members: ReadonlyMap<string, string>, path: string): unknown {
  const text = members.get(path);
  if (text === undefined) throw new Error(`${path} is not in the bundle`);
  return JSON.parse(text);
}
