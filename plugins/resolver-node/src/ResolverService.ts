import type {
  ImpactRequest,
  RemovalImpact,
  ResolverAnswer,
  ResolveRequest,
} from '@sceneshift/backstage-plugin-resolver-common';

/**
 * The resolver as other rooms see it. Every call is made for one organization. A conflict is an answer; what cannot be
 * answered throws a `SceneshiftError` (`INPUT_INVALID`, `RATE_LIMITED`, `UNAVAILABLE` …).
 *
 * @public
 */
export interface ResolverService {
  /** Which versions go together. Without `packages`, over the facts of the registry and under the policy of an environment. */
  resolve(
    organizationId: string,
    request: ResolveRequest,
    options?: {
      /** Default: the one that the portal serves. */
      environment?: string;
    },
  ): Promise<ResolverAnswer>;
  /** What a removal breaks. */
  impact(
    organizationId: string,
    request: ImpactRequest,
  ): Promise<RemovalImpact>;
}
