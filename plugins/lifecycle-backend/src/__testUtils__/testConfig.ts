import { join } from 'node:path';
import { parse } from 'pg-connection-string';
import { RELEASE } from './FakeRegistryService';

const CONNECTION =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING;

export const ENCRYPTION_KEY = 'test-key-test-key-test-key-test-key';

/** The configuration of a test's backend; `sceneshift` replaces keys of the room's own part. */
export function testConfig(directory: string, sceneshift: object = {}) {
  const { host, port, user, password } = parse(CONNECTION ?? '');
  return {
    app: { title: 'Test', baseUrl: 'http://localhost:3000' },
    organization: { name: 'Demo' },
    backend: {
      baseUrl: 'http://localhost:7007',
      database: {
        client: 'pg',
        connection: { host, port: Number(port), user, password },
      },
    },
    sceneshift: {
      organizations: [
        {
          id: 'demo',
          members: [
            { ref: 'user:default/mock', role: 'admin' },
            { ref: 'user:default/viewer', role: 'viewer' },
          ],
        },
        {
          id: 'other',
          members: [{ ref: 'user:default/stranger', role: 'admin' }],
        },
      ],
      environments: [
        {
          name: 'development',
          title: 'Development',
          organization: 'demo',
          backstageRelease: RELEASE,
        },
      ],
      secrets: { encryptionKey: ENCRYPTION_KEY },
      remotes: { directory: join(directory, 'remotes') },
      artifacts: { directory: join(directory, 'artifacts') },
      ...sceneshift,
    },
  };
}
