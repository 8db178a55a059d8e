// Writes src/schema/openapi/generated/spec.ts from src/schema/openapi.yaml, so that the built package carries the
// document and the router's types follow it. A test fails when the two differ.
import { readFileSync, writeFileSync } from 'node:fs';
import prettier from 'prettier';
import { parse } from 'yaml';

const source = new URL('../src/schema/openapi.yaml', import.meta.url);
const target = new URL(
  '../src/schema/openapi/generated/spec.ts',
  import.meta.url,
);

const document = parse(readFileSync(source, 'utf8'));
const code = `// Generated from openapi.yaml by \`yarn generate\`. Do not edit.
/** The contract, as served at \`/v1/openapi.json\`. */
export const spec = ${JSON.stringify(document)} as const;
`;
const options = await prettier.resolveConfig(target.pathname);
writeFileSync(
  target,
  prettier.format(code, { ...options, parser: 'typescript' }),
);
