import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorCatalogue } from '../../plugins/platform-common/src/errorCatalogue.ts';
import { writeOrCheck } from './writeOrCheck.ts';

const checkout = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

/** The groups of the catalogue are the comments in its source. */
function groups(): Array<{ title: string; codes: string[] }> {
  const source = fs.readFileSync(
    path.join(checkout, 'plugins/platform-common/src/errorCatalogue.ts'),
    'utf8',
  );
  const result: Array<{ title: string; codes: string[] }> = [];
  for (const line of source.split('\n')) {
    const title = /^ {2}\/\/ (.+)$/.exec(line)?.[1];
    const code = /^ {2}([A-Z][A-Z_]+):/.exec(line)?.[1];
    if (title) result.push({ title, codes: [] });
    if (code) result.at(-1)?.codes.push(code);
  }
  return result;
}

function section({ title, codes }: { title: string; codes: string[] }): string {
  const catalogue: Record<string, { status: number; title: string }> =
    errorCatalogue;
  const rows = codes.map(code => {
    const entry = catalogue[code]!;
    return `| \`${code}\` | ${entry.status} | ${entry.title} |`;
  });
  const heading = title.charAt(0).toUpperCase() + title.slice(1);
  return `## ${heading}\n\n| code | HTTP | meaning |\n| --- | --- | --- |\n${rows.join(
    '\n',
  )}\n`;
}

const page = `# Error codes

Every refusal of a Sceneshift API carries one of these codes in its \`application/problem+json\` document; codes are stable,
the wording is not. The \`detail\` of the document names the thing and the remedy. This page is generated: \`script/generate/run\`.

${groups().map(section).join('\n')}`;

writeOrCheck(path.join(checkout, 'docs/reference/error-codes.md'), page);
