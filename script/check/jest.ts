import fs from 'node:fs';
import path from 'node:path';
import { runCommand } from './command.ts';
import { failed, type CheckContext, type Counts } from './Part.ts';

interface JestSummary {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: Array<{
    assertionResults: Array<{ status: string; fullName: string }>;
  }>;
}

/** All unit and integration tests of the packages, through the Backstage CLI. */
export async function runJest({
  checkout,
  postgresUrl,
  temporary,
  full,
}: CheckContext): Promise<Counts> {
  const outputFile = path.join(temporary, 'jest.json');
  await runCommand(
    process.execPath,
    [
      path.join(checkout, '.yarn/releases/yarn-4.13.0.cjs'),
      'backstage-cli',
      'repo',
      'test',
      '--watchAll=false',
      '--maxWorkers=2',
      '--json',
      `--outputFile=${outputFile}`,
    ],
    {
      cwd: checkout,
      env: {
        CI: 'true',
        BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING: postgresUrl,
        // With CI set, Backstage's mock directories are left where they are.
        RUNNER_TEMP: temporary,
        ...(full ? { SCENESHIFT_FULL: '1' } : {}),
      },
    },
  );
  if (!fs.existsSync(outputFile)) return failed;
  return count(JSON.parse(fs.readFileSync(outputFile, 'utf8')));
}

function count(summary: JestSummary): Counts {
  const skippedNames = summary.testResults
    .flatMap(result => result.assertionResults)
    .filter(test => test.status === 'pending' || test.status === 'todo')
    .map(test => test.fullName);
  return {
    passed: summary.numPassedTests,
    failed: summary.numFailedTests + summary.numRuntimeErrorTestSuites,
    skipped: summary.numPendingTests + summary.numTodoTests,
    skipReason: skippedNames.length ? skippedNames.join('; ') : undefined,
  };
}
