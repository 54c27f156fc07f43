import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledPackage } from './bundled-packages.ts';

const LICENSE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/**
 * The texts that the licenses of bundled code ask to be kept with it.
 * @param checkout absolute path of the folder that holds `node_modules`
 */
export function thirdPartyNotices(packages: readonly BundledPackage[], checkout: string): string {
  const sections = packages.map(({ name, version, license, folder }) => {
    const files = readdirSync(join(checkout, folder))
      .filter((file) => LICENSE_FILE.test(file))
      .sort();
    const texts = files.map((file) => readFileSync(join(checkout, folder, file), 'utf8').trim());
    return [`${name} ${version}, ${license}`, ...texts].join('\n\n');
  });
  const head = 'The program contains code of the packages below, under their own licenses.';
  return `${[head, ...sections].join(`\n\n${'-'.repeat(80)}\n\n`).replaceAll('\r\n', '\n')}\n`;
}
