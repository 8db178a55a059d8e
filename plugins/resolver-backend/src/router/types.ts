import type { RequestGate } from '@sceneshift/backstage-platform-node';
import type { RequestHandler } from 'express';
import type { EnvironmentAnalysis } from '../analysis/EnvironmentAnalysis';
import type { UpgradePlanner } from '../analysis/UpgradePlanner';
import type { AcceptanceService } from '../service/AcceptanceService';
import type { EnvironmentPolicies } from '../service/EnvironmentPolicies';
import type { Environments } from '../service/Environments';
import type { PlanService } from '../service/PlanService';
import type { ResolveService } from '../service/ResolveService';

/** What the routes need. */
export interface RouterDeps {
  gate: RequestGate;
  /** Answers a repeated POST with the stored answer. */
  idempotency: RequestHandler;
  resolver: ResolveService;
  environments: Environments;
  plans: PlanService;
  acceptances: AcceptanceService;
  policies: EnvironmentPolicies;
  upgrades: UpgradePlanner;
  analysis: EnvironmentAnalysis;
  /** Largest body of a request. */
  bodyBytes: number;
}
