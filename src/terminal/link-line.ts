import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { link } from './sequences.ts';

/**
 * A line of output whose address can be clicked: one that is an address and nothing else, or that ends in the path of a
 * file that the run wrote.
 * @param paths absolute paths that may be linked; a path that a stack made up is not among them
 */
export function linkLine(line: string, paths: readonly string[]): string {
  if (/^https?:\/\/[!-~]+$/.test(line)) return link(line, line);
  const path = paths.find((each) => isAbsolute(each) && line.endsWith(` ${each}`));
  if (path === undefined) return line;
  return `${line.slice(0, -path.length)}${link(pathToFileURL(path).href, path)}`;
}
