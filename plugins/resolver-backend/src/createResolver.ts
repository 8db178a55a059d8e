import type {
  AuthService,
  DiscoveryService,
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  AuditLog,
  idempotency,
  Outbox,
  Mutation,
  type PrincipalsService,
  type RequestGate,
} from '@sceneshift/backstage-platform-node';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { Knex } from 'knex';
import { EnvironmentAnalysis } from './analysis/EnvironmentAnalysis';
import { UpgradePlanner } from './analysis/UpgradePlanner';
import { readResolverConfig } from './config';
import { AcceptanceStore } from './database/AcceptanceStore';
import { PlanStore } from './database/PlanStore';
import { SnapshotStore } from './database/SnapshotStore';
import { FactsLoader } from './facts/FactsLoader';
import { AcceptanceService } from './service/AcceptanceService';
import { EnvironmentPolicies } from './service/EnvironmentPolicies';
import { HttpEnvironments } from './service/Environments';
import { PlanService } from './service/PlanService';
import { ResolveService } from './service/ResolveService';
import { SolverPool } from './solver/SolverPool';

/** Builds the resolver's objects from what the backend gives it. */
export function createResolver(options: {
  rootConfig: RootConfigService;
  database: Knex;
  registry: RegistryService;
  auth: AuthService;
  discovery: DiscoveryService;
  gate: RequestGate;
  principals: PrincipalsService;
  logger: LoggerService;
}) {
  const { rootConfig, database, registry, gate } = options;
  const config = readResolverConfig(rootConfig);
  const { limits, defaultRelease } = config;
  const now = () => new Date();
  const pool = new SolverPool(limits);
  const facts = new FactsLoader({
    registry,
    defaultRelease,
    now,
  });
  const resolver = new ResolveService({ pool, facts });
  const environments = new HttpEnvironments(options);
  const outbox = new Outbox('resolver');
  const mutation = new Mutation({ database, outbox, audit: new AuditLog() });
  const acceptances = new AcceptanceService({
    acceptances: new AcceptanceStore(database),
    ...{ facts, environments, mutation, now },
  });
  const policies = new EnvironmentPolicies({
    policies: config.policies,
    ...{ acceptances, now },
  });
  return {
    gate,
    acceptances,
    environments,
    policies,
    idempotency: idempotency(options),
    pool,
    outbox,
    resolver,
    bodyBytes: limits.bodyBytes,
    upgrades: new UpgradePlanner({ resolver, environments, policies }),
    analysis: new EnvironmentAnalysis({ resolver, environments }),
    plans: new PlanService({
      resolver,
      environments,
      policies,
      mutation,
      plans: new PlanStore(database),
      snapshots: new SnapshotStore(database),
      now,
    }),
  };
}
