// Bundles into dist/: the program, as a small front and the parts that it loads when it needs them; and as one ES module
// each the verifier for other programs, the embedded stack, and its services for containers.
// Whatever lies in dist/ needs nothing beside itself. As one file of 4 MB the program took 20 ms longer to say --help.
// `react-devtools-core` is Ink's optional peer: it is stubbed so that the bundle needs nothing beside itself.
import { readFile } from 'node:fs/promises';
import { builtinModules, isBuiltin } from 'node:module';
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

/** `conf` checks its file against a schema and moves old ones on: neither is asked of it, and both take 250 KB. */
const confWithoutSchemas = {
  name: 'conf-without-schemas',
  setup(api) {
    api.onResolve({ filter: /^(ajv\/dist\/2020\.js|ajv-formats|semver)$/ }, ({ path, importer }) =>
      /[\\/]conf[\\/]/.test(importer) ? { path, namespace: 'stub-conf' } : undefined,
    );
    api.onLoad({ filter: /.*/, namespace: 'stub-conf' }, () => ({
      contents: 'export class Ajv2020 {} export default {}',
      loader: 'js',
    }));
  },
};

/**
 * Ink counts columns with what the screens count them with. That asks `string-width` for few texts, whose
 * expressions are therefore made when the first of these comes: it takes longer than drawing the first screen.
 */
const quickColumns = {
  name: 'quick-columns',
  setup(api) {
    const quick = new URL('../src/terminal/column-count.ts', import.meta.url).pathname;
    api.onResolve({ filter: /^string-width$/ }, async ({ importer, kind, resolveDir }) => {
      if (kind === 'require-call') return undefined;
      // The path gets into the bundle, which says nothing of the machine that made it; the folder does not.
      return importer === quick
        ? { path: 'string-width', namespace: 'lazy-string-width', pluginData: resolveDir }
        : { path: quick };
    });
    api.onLoad({ filter: /.*/, namespace: 'lazy-string-width' }, ({ pluginData }) => ({
      contents: "let real; module.exports = (...all) => (real ??= require('string-width').default)(...all)",
      resolveDir: pluginData,
      loader: 'js',
    }));
  },
};

/** A module that leads to every built-in one, and a name that nobody sets. */
const ALL_BUILTINS = 'all';
const never = (name) => `globalThis.__never?.(() => require(${JSON.stringify(name)}))`;

/**
 * An ES module loads what it imports before its first line runs, also what only a lazy part of it needs: Node's
 * `http`, `crypto` and `zlib` alone cost half of the time of `--version`. So built-in modules are required on first use.
 */
const lazyBuiltins = {
  name: 'lazy-builtins',
  setup(api) {
    api.onResolve({ filter: /.*/ }, ({ path }) =>
      isBuiltin(path) || path === ALL_BUILTINS
        ? { path: path.replace(/^node:/, ''), namespace: 'builtin' }
        : undefined,
    );
    // Each seems to lead to all others, and so they come to lie in one part of the program, where they were in 25.
    api.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents:
        path === ALL_BUILTINS
          ? builtinModules.map(never).join(';')
          : `module.exports = __builtin(${JSON.stringify(`node:${path}`)}); ${never(ALL_BUILTINS)}`,
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
    plugins: [...settings.plugins, confWithoutSchemas, quickColumns],
    // Where a library makes an `Intl.Segmenter`, it makes a `QuickSegmenter`.
    define: { ...settings.define, 'Intl.Segmenter': 'QuickSegmenter' },
    inject: ['src/terminal/quick-segmenter.ts'],
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
