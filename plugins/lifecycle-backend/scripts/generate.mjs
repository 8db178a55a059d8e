// Writes src/schema/openapi/generated/spec.ts from src/schema/openapi.yaml, so that the built package carries the
// document and the router follows it. A test fails when the two differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const source = new URL('../src/schema/openapi.yaml', import.meta.url);
const target = new URL(
  '../src/schema/openapi/generated/spec.ts',
  import.meta.url,
);

/** One line per member of an object, down to a depth: short files, and differences that can be read. */
function print(value, depth, indent = '') {
  if (depth === 0 || typeof value !== 'object') return JSON.stringify(value);
  const lines = Object.entries(value).map(
    ([key, member]) =>
      `${indent}  ${JSON.stringify(key)}: ${print(
        member,
        depth - 1,
        `${indent}  `,
      )},`,
  );
  return `{\n${lines.join('\n')}\n${indent}}`;
}

const { paths, components, ...rest } = parse(readFileSync(source, 'utf8'));
writeFileSync(
  target,
  `// Generated from openapi.yaml by \`yarn generate\`. Do not edit.
// prettier-ignore
const rest = ${print(rest, 1)} as const;

// prettier-ignore
const paths = ${print(paths, 2)} as const;

// prettier-ignore
const components = ${print(components, 2)} as const;

/** The contract, as served at \`/v1/openapi.json\`. */
export const spec = { ...rest, paths, components };
`,
);
