import type {
  PlannedChange,
  SecretSummary,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { EnvironmentRecord, Proposal } from '../domain/EnvironmentRecord';
import type { GenerationContent } from '../domain/GenerationContent';

/** What is wanted, and from where it starts. */
export interface PlanRequest {
  environment: EnvironmentRecord;
  /** The content of the serving generation. */
  base: GenerationContent;
  changes: PlannedChange[];
  /** For rollbacks. */
  contentOf(generation: number): Promise<GenerationContent>;
  secrets: Array<Pick<SecretSummary, 'name'>>;
}

/**
 * Turns changes into a proposed generation and says what speaks against it. What a caller can remedy is a problem of the
 * plan, not an error: a plan with blocking problems exists, but is never rolled out.
 */
export interface Planner {
  plan(request: PlanRequest): Promise<Proposal>;
}
