// Builds the two bundles: the host leaves every package of node_modules outside, because plugins must share them with
// it; the supervisor carries all it needs, because nothing but Node is promised where it runs.
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const outdir = process.argv[2] ?? join(here, 'dist');

const common = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  outdir,
  outExtension: { '.js': '.cjs.js' },
  logLevel: 'warning',
};

/** Everything stays outside except this repository's own packages, which exist only as source. */
const externalPackages = {
  name: 'external-packages',
  setup(context) {
    context.onResolve({ filter: /^[^./]/ }, args =>
      args.kind === 'entry-point' || args.path.startsWith('@sceneshift/')
        ? undefined
        : { path: args.path, external: true },
    );
  },
};

/** The release whose libraries the host supplies: `backstage.json` at the root of the repository. */
function backstageRelease() {
  const path = join(here, '../../backstage.json');
  return JSON.parse(readFileSync(path, 'utf8')).version;
}

await Promise.all([
  build({
    ...common,
    entryPoints: { host: join(here, 'src/host/main.ts') },
    plugins: [externalPackages],
  }),
  build({
    ...common,
    entryPoints: { supervisor: join(here, 'src/supervisor/main.ts') },
    define: { BACKSTAGE_RELEASE: JSON.stringify(backstageRelease()) },
  }),
]);
