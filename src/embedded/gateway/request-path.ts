import { posix } from 'node:path';

/**
 * Decodes a path, merges its slashes and resolves its dots, as nginx does before it looks for a location.
 * @param pathname as the client sent it, percent-encoded
 * @returns undefined when it cannot be decoded; nginx answers 400 then
 */
export function decodedPath(pathname: string): string | undefined {
  try {
    const path = posix.normalize(decodeURIComponent(pathname));
    return path.startsWith('/') && !path.includes('\u0000') ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Percent-encodes a decoded path for a request line.
 * @param path decoded
 */
export function encodedPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
