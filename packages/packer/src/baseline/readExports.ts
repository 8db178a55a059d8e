import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { runCommand } from '../process/runCommand';

/** Loads modules where the host would, one after the other, and prints the names that each exports. */
const SCRIPT = `
const names = {};
for (const specifier of JSON.parse(process.argv[1])) {
  try {
    names[specifier] = Object.keys(require(specifier)).filter(name => name !== '__esModule').sort();
  } catch (error) {
    process.stderr.write(specifier + ': ' + String(error && error.message).split('\\n')[0] + '\\n');
  }
}
process.stdout.write('\\u0000' + JSON.stringify(names), () => process.exit(0));
`;

/**
 * The names that modules really export, read from the loaded modules in a child process. Entry points that
 * cannot be loaded outside tests are left out and named in `skipped`.
 */
export async function readExports(
  hostDirectory: string,
  specifiers: string[],
): Promise<{ names: Record<string, string[]>; skipped: string[] }> {
  const { exitCode, stdout, stderr } = await runCommand(
    process.execPath,
    ['-e', SCRIPT, JSON.stringify(specifiers)],
    { cwd: hostDirectory, env: { ...process.env, NODE_ENV: 'production' } },
  );
  const json = stdout.slice(stdout.lastIndexOf('\u0000') + 1);
  if (exitCode !== 0 || !stdout.includes('\u0000')) {
    throw new SceneshiftError(
      'INTERNAL',
      `The host's libraries cannot be loaded: ${stderr.slice(-2000)}`,
    );
  }
  const names = JSON.parse(json) as Record<string, string[]>;
  return { names, skipped: specifiers.filter(name => !names[name]) };
}
