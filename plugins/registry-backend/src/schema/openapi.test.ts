import fs from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parse } from 'yaml';
import generated from './openapi/generated/openapi.json';

describe('openapi.json', () => {
  it('is what `yarn generate` makes of openapi.yaml', () => {
    const file = resolvePackagePath(
      '@sceneshift/backstage-plugin-registry-backend',
      'src/schema/openapi.yaml',
    );
    expect(generated).toEqual(parse(fs.readFileSync(file, 'utf8')));
  });
});
