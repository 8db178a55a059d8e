import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeOrCheck } from './writeOrCheck.ts';

const checkout = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);
const sources = path.join(checkout, 'plugins/platform-common/src');

type CodeTable = Record<string, { status: number; title: string }>;

/** The tables of the catalogue, in its order. */
function tables(): Array<{ name: string; file: string }> {
  const source = fs.readFileSync(
    path.join(sources, 'errorCatalogue.ts'),
    'utf8',
  );
  const files = new Map(
    [...source.matchAll(/^import \{ (\w+) \} from '(.+)';$/gm)].map(
      ([, name, file]) => [name!, path.join(sources, `${file}.ts`)],
    ),
  );
  return [...source.matchAll(/^ {2}\.\.\.(\w+),$/gm)].map(([, name]) => ({
    name: name!,
    file: files.get(name!)!,
  }));
}

/** A table is headed by what its source says of it. */
async function section(table: { name: string; file: string }): Promise<string> {
  const source = fs.readFileSync(table.file, 'utf8');
  const heading = /^\/\*\* (.+)\. \*\/$/m.exec(source)![1];
  const { [table.name]: codes } = (await import(table.file)) as Record<
    string,
    CodeTable
  >;
  const rows = Object.entries(codes!).map(
    ([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`,
  );
  return `## ${heading}\n\n| code | HTTP | meaning |\n| --- | --- | --- |\n${rows.join(
    '\n',
  )}\n`;
}

const sections: string[] = [];
for (const table of tables()) sections.push(await section(table));

const page = `# Error codes

Every refusal of a Sceneshift API carries one of these codes in its \`application/problem+json\` document; codes are stable,
the wording is not. The \`detail\` of the document names the thing and the remedy. This page is generated: \`script/generate/run\`.

${sections.join('\n')}`;

writeOrCheck(path.join(checkout, 'docs/reference/error-codes.md'), page);
