import { z } from 'zod';

/** A name of a profile, service or check. */
export const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'lowercase letters, digits and hyphens, starting with a letter');

/** Name of an environment variable. */
export const environmentKey = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,126}$/, 'an environment variable name in upper case');

/** A path inside a checkout: relative, without a way out of it, so that a profile names no path of one machine. */
export const checkoutPath = z
  .string()
  .min(1)
  .max(400)
  .refine(
    (path) => !/^[/\\~]|^[A-Za-z]:|\\/.test(path) && !path.split('/').includes('..'),
    'a path inside the checkout: relative, with slashes, without ..',
  );
