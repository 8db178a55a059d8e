import fs from 'node:fs';
import path from 'node:path';
import { check } from './command.ts';
import { runCounted } from './counted.ts';
import { runJest } from './jest.ts';
import {
  runBadPlugins,
  runControls,
  runHosts,
  runJourney,
  runReplicas,
} from './journey.ts';
import { sum, type CheckContext, type Part } from './Part.ts';

const yarn = (context: CheckContext, ...args: string[]) =>
  check(
    process.execPath,
    [path.join(context.checkout, '.yarn/releases/yarn-4.13.0.cjs'), ...args],
    {
      cwd: context.checkout,
      env: { CI: 'true' },
    },
  );

/** The packages whose public surface is kept under review. */
const libraries = (checkout: string) =>
  fs
    .readdirSync(path.join(checkout, 'plugins'))
    .filter(name => /-(common|node)$/.test(name))
    .map(name => `plugins/${name}`);

/** All parts, cheap ones first. */
export const parts: Part[] = [
  {
    name: 'types',
    run: async context =>
      sum([
        await yarn(context, 'tsc', '--incremental', 'false'),
        await yarn(context, 'tsc', '-p', 'script'),
        await yarn(context, 'tsc', '-p', 'e2e-tests'),
        await yarn(context, 'tsc', '-p', 'benchmarks'),
        await yarn(context, 'tsc', '-p', 'benchmarks/facts'),
      ]),
  },
  {
    name: 'lint',
    run: async context =>
      sum([
        await yarn(
          context,
          'backstage-cli',
          'repo',
          'lint',
          '--max-warnings=0',
        ),
        await yarn(context, 'prettier', '--check', '--loglevel=warn', '.'),
        await yarn(context, 'dedupe', '--check'),
      ]),
  },
  {
    name: 'generated files',
    run: async context =>
      sum([
        await check('script/generate/run', ['--check'], {
          cwd: context.checkout,
        }),
        // The reports are made from the declarations that the types part has emitted.
        await yarn(
          context,
          'backstage-repo-tools',
          'api-reports',
          '--ci',
          '--allow-all-warnings',
          // One names the path of the machine, the other every member that its name explains.
          '--omit-messages',
          'ae-wrong-input-file-type,ae-undocumented',
          ...libraries(context.checkout),
        ),
      ]),
  },
  { name: 'unit and integration', run: runJest },
  { name: 'hosted plugins', run: runHosts },
  { name: 'journey', run: runJourney },
  { name: 'two supervisors', run: runReplicas },
  { name: 'bad plugins', run: runBadPlugins },
  {
    name: 'chaos',
    run: ({ checkout, full, postgresUrl }) =>
      runCounted(
        process.execPath,
        [
          // It takes the failpoints from packages that do not say which kind of modules they are.
          '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
          'e2e-tests/chaos/main.ts',
          ...['--kills', full ? '300' : '20', '--postgres', postgresUrl],
          ...(full ? ['--every-failpoint'] : []),
        ],
        { cwd: checkout },
      ),
  },
  { name: 'control runs', fullOnly: true, run: runControls },
  {
    name: 'install benchmark',
    fullOnly: true,
    run: ({ checkout }) =>
      check(process.execPath, ['benchmarks/install/run.ts', '100', '50'], {
        cwd: checkout,
      }),
  },
  {
    name: 'real plugins',
    fullOnly: true,
    run: ({ checkout }) =>
      runCounted(
        process.execPath,
        ['packages/packer/test-real/main.mts', '--full'],
        { cwd: checkout },
        'packages that the package registry does not have; the table above names them',
      ),
  },
];
