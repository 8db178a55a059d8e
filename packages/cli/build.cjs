const path = require('node:path');
const { build } = require('esbuild');

/** The command as one file: it starts in a tenth of the time that its sources need. */
build({
  absWorkingDir: __dirname,
  entryPoints: ['src/index.ts'],
  outfile: path.join('dist', 'index.cjs.js'),
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  logLevel: 'warning',
  // It compiles configuration schemas with TypeScript, and is loaded only when something is packed.
  external: ['@backstage/config-loader'],
}).catch(() => {
  process.exitCode = 1;
});
