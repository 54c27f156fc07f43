import { SetupError } from '../../reasons/setup-error.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';
import { plainLine } from '../tail-lines.ts';

/** Which image each service runs from, down to its content. */
export const imagesCollector: Collector = {
  id: 'images',
  title: 'Image digests',
  deadlineMs: 20_000,
  capBytes: 512 * 1024,
  paths: () => ['stack/images.json'],
  async collect({ runtime, signal }) {
    const found = (await runtime.images?.(signal)) ?? [];
    if (found.length === 0) throw new SetupError('BN-NO-IMAGES');
    const images = found
      .map(({ service, image, digest }) => ({
        service,
        image: plainLine(image).slice(0, 400),
        digest: digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : null,
      }))
      .sort((one, two) => (one.service < two.service ? -1 : 1));
    return [jsonFile('stack/images.json', images, 'the image of each service, down to its content')];
  },
};
