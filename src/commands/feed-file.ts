import type { FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';

const PIECE = 256 * 1024;

/**
 * Writes a file to a stream and ends the stream. Every piece is read into the same buffer, when the stream is done with the
 * one before: a read stream makes a new buffer for each, which all wait for the collector.
 * @param handle of a regular file, read from where it stands; it is closed
 * @param target takes no bytes beyond its callback; what goes wrong with the file destroys it
 */
export async function feedFile(handle: FileHandle, target: Writable): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(PIECE);
  try {
    while (!target.destroyed) {
      const { bytesRead } = await handle.read(buffer, 0, PIECE, null);
      if (bytesRead === 0) break;
      await written(target, buffer.subarray(0, bytesRead));
    }
    target.end();
  } catch (error) {
    target.destroy(error instanceof Error ? error : new Error('the file cannot be read'));
  } finally {
    await handle.close();
  }
}

function written(target: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    // The owner of the stream hears of its end: here it is enough that nothing is waited for.
    target.once('close', resolve);
    target.write(bytes, () => {
      target.off('close', resolve);
      resolve();
    });
  });
}
