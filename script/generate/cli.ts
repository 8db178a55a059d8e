import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeOrCheck } from './writeOrCheck.ts';

const checkout = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

function help(command: string[]): string {
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [path.join(checkout, 'packages/cli/bin/sceneshift'), ...command, '--help'],
    // The width of the terminal must not decide where lines break.
    { encoding: 'utf8', env: { ...process.env, COLUMNS: '100' } },
  );
  if (status !== 0)
    throw new Error(`sceneshift ${command.join(' ')}: ${stderr}`);
  return stdout.trimEnd();
}

/** The names under `Commands:` in a help text, `help` left out. */
function subcommands(text: string): string[] {
  const [, list] = text.split('\nCommands:\n');
  return [...(list ?? '').matchAll(/^ {2}([a-z][a-z-]*)/gm)]
    .map(match => match[1]!)
    .filter(name => name !== 'help');
}

function sections(command: string[]): string[] {
  const text = help(command);
  const heading = `## ${['sceneshift', ...command].join(' ')}`;
  return [
    `${heading}\n\n\`\`\`text\n${text}\n\`\`\`\n`,
    ...subcommands(text).flatMap(name => sections([...command, name])),
  ];
}

const page = `# The sceneshift command

In a checkout it is \`script/sceneshift\` (or \`yarn sceneshift\`). Results go to standard output, progress to standard error.
This page is generated: \`script/generate/run\`.

${sections([]).join('\n')}`;

writeOrCheck(path.join(checkout, 'docs/reference/cli.md'), page);
