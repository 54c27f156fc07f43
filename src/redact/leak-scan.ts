import { type DecodedPart, decodedLayers } from './leak-decode.ts';
import { LeakFinder } from './leak-finder.ts';
import type { SecretRegistry } from './secret.ts';

/** A secret that was found where none may be: where, and by which rule, never what. */
export interface LeakHit {
  /** `known-value`, a rule that begins with `gate-`, or `unscanned` when there was too much to decode. */
  readonly rule: string;
  /** Name of the file, followed by the way through its encodings, e.g. `logs/a.log!base64`. */
  readonly path: string;
  /** Offset in bytes in the file; where `path` names an encoding, of the encoded text, or a little before it. */
  readonly offset: number;
}

/**
 * The gate in front of everything that is published: looks in finished bytes, and in what is encoded in them, for the
 * known values and for shapes of secrets. Shares with the redactor nothing but the list of known values.
 * @param name of the file, for the hits; it is scanned too
 * @param registry the secrets of the run
 * @returns nothing when the bytes may leave
 */
export function scanForLeaks(name: string, bytes: Uint8Array, registry: SecretRegistry): LeakHit[] {
  const scan = leakScan(registry);
  return [...scan('(file name)', Buffer.from(name, 'utf8')), ...scan(name, bytes)];
}

/**
 * Looks into bytes whose name is not looked at.
 * @param name for the hits
 * @param part of the encodings to undo; all by default
 */
export type LeakScan = (name: string, bytes: Uint8Array, part?: DecodedPart) => LeakHit[];

/** The same for many pieces of text: what is looked for is put together once. */
export function leakScan(registry: SecretRegistry): LeakScan {
  const finder = new LeakFinder(registry.all());
  return (name, bytes, part = 'all') =>
    scanLayers(name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), part, finder);
}

function scanLayers(name: string, bytes: Buffer, part: DecodedPart, finder: LeakFinder): LeakHit[] {
  const hits = new Map<string, LeakHit>();
  const add = (hit: LeakHit) => {
    const key = `${hit.rule} ${hit.path}`;
    if (!hits.has(key)) hits.set(key, hit);
  };
  const layers = decodedLayers(bytes, finder.sought, part);
  for (let next = layers.next(); ; next = layers.next()) {
    if (next.done === true) {
      if (!next.value) add({ rule: 'unscanned', path: name, offset: 0 });
      return [...hits.values()];
    }
    const { way, bytes: layer, source } = next.value;
    for (const { rule, offset } of finder.find(layer))
      add({ rule, path: `${name}${way}`, offset: source(offset) });
  }
}
