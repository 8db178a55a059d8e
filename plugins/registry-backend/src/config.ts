import type { RootConfigService } from '@backstage/backend-plugin-api';
import { currentRelease } from '@sceneshift/backstage-platform-node';
import type { IngestLimits } from './ingest/types';

/** The registry's configuration, read and checked once. */
export interface RegistryConfig {
  /** Of the control plane, without a trailing slash. */
  baseUrl: string;
  claimScopesOnFirstPublish: boolean;
  scopes: Array<{ scope: string; organizationId: string }>;
  limits: IngestLimits;
  ingestProcesses: number;
  /** Uploads at the same time, those included that wait to be read. */
  uploads: number;
  packing: { leaseSeconds: number };
  baselines: { directory?: string; current?: string };
}

const MIB = 1024 * 1024;

export function readRegistryConfig(root: RootConfigService): RegistryConfig {
  const config = root.getOptionalConfig('sceneshift.registry');
  const limit = (key: string, fallback: number) =>
    positive(key, config?.getOptionalNumber(`limits.${key}`) ?? fallback);
  return {
    baseUrl: root.getString('backend.baseUrl').replace(/\/+$/, ''),
    claimScopesOnFirstPublish:
      config?.getOptionalBoolean('claimScopesOnFirstPublish') ?? false,
    scopes: readScopes(root),
    limits: {
      tarballBytes: limit('tarballBytes', 50 * MIB),
      unpackedBytes: limit('unpackedBytes', 250 * MIB),
      entryBytes: limit('entryBytes', 64 * MIB),
      entries: limit('entries', 20_000),
      ingestMillis: limit('ingestMillis', 30_000),
    },
    ingestProcesses: limit('ingestProcesses', 2),
    uploads: limit('uploads', 50),
    packing: {
      leaseSeconds: config?.getOptionalNumber('packing.leaseSeconds') ?? 900,
    },
    baselines: {
      directory: root.getOptionalString('sceneshift.baselines.directory'),
      current: currentRelease(root),
    },
  };
}

function readScopes(root: RootConfigService): RegistryConfig['scopes'] {
  const claims = root.getOptionalConfigArray('sceneshift.registry.scopes');
  return (claims ?? []).map(claim => ({
    scope: claim.getString('scope'),
    organizationId: claim.getString('organization'),
  }));
}

function positive(key: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(
    `sceneshift.registry.limits.${key} must be a whole number above 0`,
  );
}
