import type { EnvironmentAnalysis } from '../analysis/EnvironmentAnalysis';
import type { UpgradePlanner } from '../analysis/UpgradePlanner';
import type { PlanService } from '../service/PlanService';
import type { ResolveService } from '../service/ResolveService';
import type { Gate } from './Gate';

/** What the routes need. */
export interface RouterDeps {
  gate: Gate;
  resolver: ResolveService;
  plans: PlanService;
  upgrades: UpgradePlanner;
  analysis: EnvironmentAnalysis;
  /** Largest body of a request. */
  bodyBytes: number;
}
