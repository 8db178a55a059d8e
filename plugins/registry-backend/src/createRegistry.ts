import os from 'node:os';
import type {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  AuditLog,
  idempotency,
  Organizations,
  Outbox,
  type ApiKeysService,
  type ArtifactStore,
  Mutation,
  type PrincipalsService,
  type RequestGate,
} from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import { Baselines } from './baselines/Baselines';
import { readRegistryConfig } from './config';
import { AdvisoryStore } from './database/AdvisoryStore';
import { ArtifactRecordStore } from './database/ArtifactRecordStore';
import { BlobRegister } from './database/BlobRegister';
import { DistTagStore } from './database/DistTagStore';
import { FactsStore } from './database/FactsStore';
import { PackageStore } from './database/PackageStore';
import { ScopeClaimStore } from './database/ScopeClaimStore';
import { VerdictStore } from './database/VerdictStore';
import { VersionStore } from './database/VersionStore';
import { IngestWorkers } from './ingest/IngestWorkers';
import { AuditReader } from './npm/AuditReader';
import { NpmReader } from './npm/NpmReader';
import { PackJobs } from './packing/PackJobs';
import { PackQueue } from './packing/PackQueue';
import { Uploads } from './router/Uploads';
import { AdvisoryService } from './service/AdvisoryService';
import { ArtifactPublisher } from './service/ArtifactPublisher';
import { FactsService } from './service/FactsService';
import { RegistryReader } from './service/RegistryReader';
import { ScopeClaims } from './service/ScopeClaims';
import { TagService } from './service/TagService';
import { VersionPublisher } from './service/VersionPublisher';
import { YankService } from './service/YankService';

/** Builds the registry's objects from what the backend gives it. */
export async function createRegistry(options: {
  rootConfig: RootConfigService;
  database: Knex;
  blobs: ArtifactStore;
  apiKeys: ApiKeysService;
  gate: RequestGate;
  principals: PrincipalsService;
  logger: LoggerService;
}) {
  const { rootConfig, database, blobs, apiKeys, gate, logger } = options;
  const config = readRegistryConfig(rootConfig);
  const now = () => new Date();
  const stores = createStores(database);
  await stores.claims.configure(config.scopes, now());
  const outbox = new Outbox('registry');
  const mutation = new Mutation({ database, outbox, audit: new AuditLog() });
  const baselines = new Baselines(config.baselines);
  const queue = await PackQueue.create({
    database,
    organizationIds: Organizations.fromConfig(rootConfig)
      .list()
      .map(({ id }) => id),
    leaseSeconds: config.packing.leaseSeconds,
    onError: error => logger.error('The pack queue failed', error),
  });
  const claims = new ScopeClaims(stores.claims, {
    claimOnFirstPublish: config.claimScopesOnFirstPublish,
  });
  const shared = { ...stores, baselines, queue, mutation, now };
  return {
    config,
    gate,
    idempotency: idempotency(options),
    baselines,
    apiKeys,
    blobs,
    queue,
    outbox,
    blobRegister: stores.blobs,
    reader: new RegistryReader(stores),
    versions: new VersionPublisher({ ...shared, claims, artifacts: blobs }),
    artifacts: new ArtifactPublisher({ ...shared, artifacts: blobs }),
    tags: new TagService(shared),
    yanks: new YankService(shared),
    advisories: new AdvisoryService(shared),
    facts: new FactsService(shared),
    jobs: new PackJobs(shared),
    audits: new AuditReader({ ...stores, baseUrl: config.baseUrl }),
    npm: new NpmReader({
      ...stores,
      baseUrl: `${config.baseUrl}/api/registry/npm`,
    }),
    workers: new IngestWorkers({ processes: config.ingestProcesses }),
    uploads: new Uploads({
      atOnce: config.uploads,
      directory:
        rootConfig.getOptionalString('backend.workingDirectory') ?? os.tmpdir(),
    }),
  };
}

function createStores(database: Knex) {
  return {
    packages: new PackageStore(database),
    versions: new VersionStore(database),
    tags: new DistTagStore(database),
    verdicts: new VerdictStore(database),
    records: new ArtifactRecordStore(database),
    claims: new ScopeClaimStore(database),
    blobs: new BlobRegister(database),
    advisories: new AdvisoryStore(database),
    facts: new FactsStore(database),
  };
}
