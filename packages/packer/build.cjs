const { build } = require('esbuild');

/** The pack worker and the child that each of its jobs runs in, one file each. */
build({
  absWorkingDir: __dirname,
  entryPoints: {
    packWorker: 'src/worker/main.ts',
    packJob: 'src/worker/job.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.cjs.js' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  logLevel: 'warning',
  // It compiles configuration schemas with TypeScript, which is not worth bundling.
  external: ['@backstage/config-loader'],
}).catch(() => {
  process.exitCode = 1;
});
