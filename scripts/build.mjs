// Bundles into dist/: the program, as a small front and the parts that it loads when it needs them; and as one ES module
// each the verifier for other programs, the embedded stack, and its services for containers.
// Whatever lies in dist/ needs nothing beside itself. As one file of 4 MB the program took 20 ms longer to say --help.
// `react-devtools-core` is Ink's optional peer: it is stubbed so that the bundle needs nothing beside itself.
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const pkg = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

const stubDevtools = {
  name: 'stub-react-devtools',
  setup(api) {
    api.onResolve({ filter: /^react-devtools-core$/ }, () => ({
      path: 'react-devtools-core',
      namespace: 'stub',
    }));
    api.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default {}', loader: 'js' }));
  },
};

/** The verifier knows the checks by name and runs none, so it has no use for what one of them calls Stripe with. */
const withoutStripe = {
  name: 'without-stripe',
  setup(api) {
    api.onResolve({ filter: /^stripe$/ }, () => ({ path: 'stripe', namespace: 'stub' }));
  },
};

/** Zod's messages in fifty languages are a sixth of the bundle; the program speaks English. */
const englishOnly = {
  name: 'zod-english-only',
  setup(api) {
    api.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js'",
      loader: 'js',
    }));
  },
};

/** Yoga fetches its own data URL, which makes Node load its whole HTTP client; decoding it takes a tenth of that. */
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  setup(api) {
    api.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('"function"!=typeof fetch', '!0'),
      loader: 'js',
    }));
  },
};

/**
 * An ES module loads what it imports before its first line runs, also what only a lazy part of it needs: Node's
 * `http`, `crypto` and `zlib` alone cost half of the time of `--version`. So built-in modules are required on first use.
 */
const lazyBuiltins = {
  name: 'lazy-builtins',
  setup(api) {
    api.onResolve({ filter: /.*/ }, ({ path }) =>
      isBuiltin(path) ? { path: path.replace(/^node:/, ''), namespace: 'builtin' } : undefined,
    );
    api.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = __builtin(${JSON.stringify(`node:${path}`)})`,
      loader: 'js',
    }));
  },
};

/** CommonJS dependencies inside an ES module bundle still call `require`. */
const requireShim =
  "import { createRequire as __createRequire } from 'node:module'; " +
  'const require = __createRequire(import.meta.url), __builtin = require;';

const { values: flags } = parseArgs({
  options: {
    outdir: { type: 'string', default: 'dist' },
    sourcemap: { type: 'boolean', default: false },
    // Writes what the published package says of itself, too; a checkout does not need it.
    package: { type: 'boolean', default: false },
  },
});

/** What all bundles are built with. */
const settings = {
  // An optional part of the PostgreSQL driver, which asks for it only when it is told to.
  external: ['pg-native'],
  outdir: flags.outdir,
  absWorkingDir: new URL('..', import.meta.url).pathname,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.19',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  sourcemap: flags.sourcemap,
  banner: { js: requireShim },
  define: { __BUS_SETUP_VERSION__: JSON.stringify(pkg.version), 'process.env.NODE_ENV': '"production"' },
  plugins: [stubDevtools, englishOnly, yogaWithoutFetch, lazyBuiltins],
  logLevel: 'warning',
  metafile: true,
};

const [program, alone] = await Promise.all([
  build({
    ...settings,
    entryPoints: { 'bus-setup': 'src/cli.ts' },
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
  }),
  build({
    ...settings,
    plugins: [...settings.plugins, withoutStripe],
    entryPoints: {
      verify: 'src/evidence/library.ts',
      'embedded-stack': 'src/embedded/main.ts',
      'embedded-service': 'src/embedded/standalone/main.ts',
    },
  }),
]);

if (flags.package) {
  const { writePackageFiles } = await import('./package/write-package-files.ts');
  writePackageFiles({ ...program.metafile.outputs, ...alone.metafile.outputs }, flags.outdir);
}
