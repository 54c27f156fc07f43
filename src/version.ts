declare const __BUS_SETUP_VERSION__: string | undefined;

/** Version of this program; the bundler puts it in. */
export const VERSION: string =
  typeof __BUS_SETUP_VERSION__ === 'string' ? __BUS_SETUP_VERSION__ : '0.0.0-source';
