import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { readDatabaseAddress } from './databaseAddress';
import { resolveEncryptionKey } from './encryptionKey';
import { readLifecycleConfig } from './LifecycleConfig';
import { SecretCipher } from './SecretCipher';

const environment = {
  name: 'development',
  organization: 'demo',
  backstageRelease: '1.55.0',
};

function configOf(sceneshift: JsonObject, rest: JsonObject = {}) {
  return mockServices.rootConfig({ data: { sceneshift, ...rest } });
}

describe('configuration', () => {
  it('has defaults for all but the environments', () => {
    const config = readLifecycleConfig(
      configOf({ environments: [environment] }),
    );
    expect(config).toMatchObject({
      currentEnvironment: 'development',
      environments: [
        {
          title: 'development',
          policy: { maxRssMb: 512, maxRequestsInFlight: 1_000 },
        },
      ],
      rolloutTimeoutMs: 120_000,
      replicaTimeoutMs: 15_000,
    });
    expect(config.reservedPluginIds).toContain('catalog');
  });

  it('takes limits of an environment, and what its plugins may do', () => {
    const policy = { maxRssMb: 1024, undoOnUnhandledErrors: false };
    const { environments } = readLifecycleConfig(
      configOf({
        environments: [
          { ...environment, policy },
          { ...environment, name: 'next' },
        ],
      }),
    );
    expect(environments).toMatchObject([
      { policy: { ...policy, gateTimeoutMs: 30_000 } },
      { policy: { undoOnUnhandledErrors: true } },
    ]);
  });

  it.each([
    [
      { environments: [{ ...environment, name: 'Dev!' }] },
      "Invalid name 'Dev!'",
    ],
    [{ environments: [environment, environment] }, 'stands twice'],
    [
      { environment: 'production', environments: [environment] },
      "'production' that this portal serves",
    ],
    [
      {
        environments: [
          { ...environment, sharedConfig: { backend: { database: {} } } },
        ],
      },
      'may not hold backend.database',
    ],
  ])('is refused when it is wrong: %#', (sceneshift, message) => {
    expect(() => readLifecycleConfig(configOf(sceneshift))).toThrow(message);
  });

  it('shares the public facts of the portal with hosts, and what the environment adds', () => {
    const { environments } = readLifecycleConfig(
      configOf(
        {
          environments: [
            {
              ...environment,
              sharedConfig: {
                app: { title: 'Staging' },
                integrations: { x: 1 },
              },
            },
          ],
        },
        {
          app: { title: 'Portal', baseUrl: 'http://p', support: 'private' },
          backend: { baseUrl: 'http://p', auth: { keys: ['private'] } },
          integrations: { github: 'private' },
        },
      ),
    );
    expect(environments[0]!.sharedConfig).toEqual({
      app: { title: 'Staging', baseUrl: 'http://p' },
      backend: { baseUrl: 'http://p' },
      integrations: { x: 1 },
    });
  });

  it('tells where hosts reach PostgreSQL', () => {
    const connection = (value: JsonObject | string) =>
      readDatabaseAddress(
        configOf({}, { backend: { database: { connection: value } } }),
      );
    expect(connection('postgresql://u:p@db:6000/x')).toEqual({
      host: 'db',
      port: 6000,
    });
    expect(connection({ host: 'db', port: '6001' })).toEqual({
      host: 'db',
      port: 6001,
    });
    expect(connection({})).toEqual({ host: 'localhost', port: 5432 });
  });

  it('keeps a key for development, readable by the owner alone', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'key-'));
    const config = configOf({
      development: { credentialsDirectory: directory },
    });
    const key = await resolveEncryptionKey(config);
    expect(await resolveEncryptionKey(config)).toBe(key);
    const { mode } = await stat(join(directory, 'encryption-key'));
    expect((mode % 0o1000).toString(8)).toBe('600');
    await rm(directory, { recursive: true });
    await expect(resolveEncryptionKey(configOf({}))).rejects.toThrow(
      'Missing sceneshift.secrets.encryptionKey',
    );
    await expect(
      resolveEncryptionKey(configOf({ secrets: { encryptionKey: 'short' } })),
    ).rejects.toThrow('at least 32');
  });
});

describe('SecretCipher', () => {
  const cipher = new SecretCipher('k'.repeat(32));

  it('opens what it closed, for the same purpose and with the same key only', () => {
    const envelope = cipher.encrypt('hunter2', 'secret:a');
    expect(envelope.includes('hunter2')).toBe(false);
    expect(cipher.decrypt(envelope, 'secret:a')).toBe('hunter2');
    expect(() => cipher.decrypt(envelope, 'secret:b')).toThrow('does not open');
    expect(() =>
      new SecretCipher('x'.repeat(32)).decrypt(envelope, 'secret:a'),
    ).toThrow('encryptionKey');
    envelope[envelope.length - 1]! ^= 1;
    expect(() => cipher.decrypt(envelope, 'secret:a')).toThrow('does not open');
  });
});
