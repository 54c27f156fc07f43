import { deflateRawSync, gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { type ForeignPart, partsOf } from '../../src/bundle/foreign-parts.ts';

interface Given {
  readonly name: string;
  readonly text: string | Buffer;
  /** Size that the headers tell. */
  readonly told?: number;
  readonly isEncrypted?: boolean;
}

/** A zip as the format describes it (APPNOTE 4.3), with the lies that a test asks for. */
function zip(entries: readonly Given[], unlisted: readonly Given[] = []): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const each of [...unlisted, ...entries]) {
    const content = deflateRawSync(each.text);
    const name = Buffer.from(each.name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(each.isEncrypted === true ? 1 : 0, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(content.length, 14);
    shared.writeUInt32LE(each.told ?? Buffer.byteLength(each.text), 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, name, content]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    locals.push(local);
    at += local.length;
    if (!unlisted.includes(each))
      directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), shared, rest, name]));
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, listed, Buffer.from('PK\x05\x06'), end]);
}

async function told(bytes: Buffer, left = 1_000_000): Promise<string[]> {
  const parts: ForeignPart[] = [];
  for await (const part of partsOf('', bytes, { left })) parts.push(part);
  return parts.flatMap((part) => {
    if (part.kind === 'frame') return [];
    return [part.kind === 'unread' ? `${part.name}: ${part.why}` : `${part.name}=${Buffer.from(part.bytes)}`];
  });
}

describe('a zip', () => {
  it('is read with names of any kind', async () => {
    const given = zip([
      { name: 'a.txt', text: 'one' },
      { name: '/etc/passwd', text: 'two' },
      { name: '../up.txt', text: 'three' },
      { name: 'C:\\x', text: '' },
    ]);
    expect(await told(given)).toEqual(['a.txt=one', '/etc/passwd=two', '../up.txt=three', 'C:/x=']);
  });

  it('is opened in archives, and archives in it, but not for ever', async () => {
    const inner = zip([{ name: 'b.txt', text: 'deep' }]);
    const tar = Buffer.from(await packTar([{ header: { name: 'in.zip', size: inner.length }, body: inner }]));
    expect(await told(gzipSync(tar))).toEqual(['in.zip!b.txt=deep']);
    expect(await told(zip([{ name: 'x.tar.gz', text: gzipSync(tar) }]))).toEqual([
      'x.tar.gz!in.zip!b.txt=deep',
    ]);
    let nested = inner;
    for (let i = 0; i < 4; i++) nested = zip([{ name: 'n', text: nested }]);
    expect(await told(nested)).toEqual(['n!n!n: more than 3 archives in each other']);
  });

  it('tells what it cannot read', async () => {
    const bomb = Buffer.alloc(2_000_000);
    expect(
      await told(
        zip([
          { name: 'bomb', text: bomb },
          { name: 'a', text: 'x' },
        ]),
      ),
    ).toEqual(['bomb: too large', 'a=x']);
    expect(await told(zip([{ name: 'liar', text: bomb, told: 10 }]))).toEqual([
      'liar: broken, or of a kind that is not known',
    ]);
    expect(await told(zip([{ name: 'locked', text: 'x', isEncrypted: true }]))).toEqual([
      'locked: encrypted',
    ]);
    expect(await told(zip([{ name: 'a', text: 'x' }], [{ name: 'hidden', text: 'y' }]))).toEqual([
      'a=x',
      '(between the entries): an entry that the directory does not list',
    ]);
    expect(await told(zip([{ name: 'k.age', text: 'age-encryption.org/v1\n' }]))).toContain(
      'k.age: encrypted with age',
    );
    expect(await told(zip([{ name: 'a', text: 'x' }]).subarray(0, 40))).toEqual([': broken']);
  });
});
