/** A `uint32` of the SSH wire format (RFC 4251, section 5). */
export function sshUint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A `string` of the SSH wire format: its length, then its bytes. */
export function sshString(content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([sshUint32(bytes.length), bytes]);
}

/** Reads fields of the SSH wire format one after the other. */
export class SshReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** True when nothing is left. */
  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** @throws RangeError when fewer bytes are left */
  bytes(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('a field is longer than what is left');
    const piece = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return piece;
  }

  /** @throws RangeError */
  uint32(): number {
    return this.bytes(4).readUInt32BE();
  }

  /** @throws RangeError */
  string(): Buffer {
    return this.bytes(this.uint32());
  }
}
