import path from 'node:path';
import { check } from './command.ts';
import { runJest } from './jest.ts';
import { runJourney } from './journey.ts';
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

/** All parts, cheap ones first. */
export const parts: Part[] = [
  {
    name: 'types',
    run: async context =>
      sum([
        await yarn(context, 'tsc', '--incremental', 'false', '--noEmit'),
        await yarn(context, 'tsc', '-p', 'script'),
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
        await yarn(context, 'prettier', '--check', '--log-level=warn', '.'),
        await yarn(context, 'dedupe', '--check'),
      ]),
  },
  {
    name: 'generated files',
    run: context =>
      check('script/generate/run', ['--check'], { cwd: context.checkout }),
  },
  { name: 'unit and integration', run: runJest },
  { name: 'journey', run: runJourney },
];
