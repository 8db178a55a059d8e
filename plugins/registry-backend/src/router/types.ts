import type {
  ApiKeysService,
  ArtifactStore,
  RequestGate,
} from '@sceneshift/backstage-platform-node';
import type { RequestHandler } from 'express';
import type { Baselines } from '../baselines/Baselines';
import type { RegistryConfig } from '../config';
import type { IngestWorkers } from '../ingest/IngestWorkers';
import type { PackJobs } from '../packing/PackJobs';
import type { AdvisoryService } from '../service/AdvisoryService';
import type { ArtifactPublisher } from '../service/ArtifactPublisher';
import type { FactsService } from '../service/FactsService';
import type { RegistryReader } from '../service/RegistryReader';
import type { TagService } from '../service/TagService';
import type { VersionPublisher } from '../service/VersionPublisher';
import type { YankService } from '../service/YankService';
import type { Uploads } from './Uploads';

/** What the routes need. */
export interface RouterDeps {
  gate: RequestGate;
  /** Answers a repeated POST with the stored answer. */
  idempotency: RequestHandler;
  reader: RegistryReader;
  versions: VersionPublisher;
  artifacts: ArtifactPublisher;
  tags: TagService;
  yanks: YankService;
  advisories: AdvisoryService;
  facts: FactsService;
  jobs: PackJobs;
  baselines: Baselines;
  apiKeys: ApiKeysService;
  blobs: ArtifactStore;
  workers: IngestWorkers;
  uploads: Uploads;
  config: RegistryConfig;
}
