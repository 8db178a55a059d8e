import { createHash, generateKeyPairSync } from 'node:crypto';
import type {
  DesiredHost,
  DesiredPackage,
  DesiredState,
  HostPolicy,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { TestArtifact } from './buildArtifact';

/** Times that suit a test. */
export const TEST_POLICY: HostPolicy = {
  gateTimeoutMs: 30_000,
  probationMs: 3_000,
  drainTimeoutMs: 5_000,
  maxOldSpaceMb: 256,
  maxRssMb: 512,
  heartbeatTimeoutMs: 2_000,
  requestTimeoutMs: 5_000,
};

const { publicKey, privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** One plugin, with modules that join its host, as a control plane would ask for it. */
export function desiredHost(
  artifacts: TestArtifact[],
  database: DesiredHost['database'],
  config: Record<string, unknown> = {},
): DesiredHost {
  const packages = artifacts.map(toPackage);
  const pluginId = artifacts[0]?.manifest.pluginId ?? '';
  return {
    pluginId,
    specDigest: createHash('sha256')
      .update(JSON.stringify([packages.map(({ digest }) => digest), config]))
      .digest('hex'),
    packages,
    config,
    database,
    signingKey: { keyId: `${pluginId}-1`, publicKey, privateKey },
  };
}

function toPackage({
  manifest,
  digest,
  tarball,
}: TestArtifact): DesiredPackage {
  const { name, version, role } = manifest;
  return {
    name,
    version,
    role: role as DesiredPackage['role'],
    digest,
    downloadPath: `/artifacts/${digest}`,
    size: tarball.length,
  };
}

let revision = 0;

/** A generation; with a rollout id it has to be switched whole or not at all. */
export function desiredState(options: {
  generation: number;
  hosts: DesiredHost[];
  rolloutId?: string;
  policy?: Partial<HostPolicy>;
}): DesiredState {
  revision += 1;
  return {
    environment: 'development',
    revision: `r${revision}`,
    generation: options.generation,
    rolloutId: options.rolloutId,
    backstageRelease: '1.55.0',
    hosts: options.hosts,
    sharedConfig: { app: { title: 'Test' } },
    policy: { ...TEST_POLICY, ...options.policy },
  };
}
