import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import generated from './openapi/generated/openapi.json';

describe('the contract', () => {
  it('is served as it was written: run `yarn generate` after a change', () => {
    const file = path.join(__dirname, 'openapi.yaml');
    expect(generated).toEqual(parse(readFileSync(file, 'utf8')));
  });
});
