import type { ResolveOptions } from '@sceneshift/backstage-plugin-resolver-common';
import type { VersionPolicies, VersionPolicy } from '../config';
import type { AcceptanceService } from './AcceptanceService';

/** What an environment's policy says to each request about it, as options of the solver. */
export type PolicyOptions = Pick<
  ResolveOptions,
  | 'advisorySeverity'
  | 'includePrerelease'
  | 'minimumReleaseAgeDays'
  | 'pins'
  | 'denied'
  | 'acceptAdvisories'
  | 'asOf'
  | 'allowDowngrade'
  | 'allowRemove'
>;

/** Brings together what is configured for environments and what was decided about advisories. */
export class EnvironmentPolicies {
  constructor(
    private readonly deps: {
      policies: VersionPolicies;
      acceptances: AcceptanceService;
      now: () => Date;
    },
  ) {}

  /** Without a name: of the environment that this portal serves. */
  async of(
    organizationId: string,
    environment?: string,
  ): Promise<PolicyOptions> {
    const { policies, acceptances, now } = this.deps;
    const name = environment ?? policies.current;
    const policy = policies.byEnvironment.get(name) ?? policies.base;
    const decided = await acceptances.active(organizationId, name);
    return {
      ...policy,
      ...(decided.length > 0 && { acceptAdvisories: decided }),
      // The solver has no clock; where time does not matter, equal requests stay equal.
      ...((decided.length > 0 || isAged(policy)) && {
        asOf: now().toISOString(),
      }),
    };
  }
}

/** What a request says itself counts; pins, denials and acceptances add up, name by name. */
export function withPolicy(
  options: unknown,
  policy: PolicyOptions,
): ResolveOptions {
  const isMap = Object.prototype.toString.call(options) === '[object Object]';
  // What is malformed is told as it was sent.
  if (options !== undefined && !isMap) return options as ResolveOptions;
  const own = (options ?? {}) as ResolveOptions;
  return {
    ...policy,
    ...own,
    ...merged('pins', policy, own),
    ...merged('denied', policy, own),
    ...accepted(policy, own),
  };
}

function isAged({ minimumReleaseAgeDays = 0 }: VersionPolicy): boolean {
  return minimumReleaseAgeDays > 0;
}

function merged(
  key: 'pins' | 'denied',
  policy: PolicyOptions,
  own: ResolveOptions,
): ResolveOptions {
  if (!policy[key] || Object(own[key] ?? {}) !== own[key]) return {};
  return { [key]: { ...policy[key], ...own[key] } };
}

function accepted(policy: PolicyOptions, own: ResolveOptions): ResolveOptions {
  const { acceptAdvisories: decided } = policy;
  const { acceptAdvisories: asked } = own;
  return decided && Array.isArray(asked)
    ? { acceptAdvisories: [...asked, ...decided] }
    : {};
}
