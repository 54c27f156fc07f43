import type { Profile } from '../stack/profile-schema.ts';
import type { BundleChoices } from './bundle-choices.ts';

/** What the operator said, with the profile's selection where nothing was said. */
export function withProfileChoices(choices: BundleChoices, { bundle = {} }: Profile): BundleChoices {
  return {
    ...choices,
    include: choices.include ?? bundle.include,
    exclude: choices.exclude ?? bundle.exclude,
  };
}
