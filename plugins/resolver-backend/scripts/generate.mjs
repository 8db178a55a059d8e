// Writes src/schema/openapi/generated/openapi.json from src/schema/openapi.yaml, so that the built package carries the
// document. A test fails when the two differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const source = new URL('../src/schema/openapi.yaml', import.meta.url);
const target = new URL(
  '../src/schema/openapi/generated/openapi.json',
  import.meta.url,
);

const document = parse(readFileSync(source, 'utf8'));
writeFileSync(target, `${JSON.stringify(document, null, 2)}\n`);
