import {
  isSceneshiftError,
  type SceneshiftError,
} from '@sceneshift/backstage-platform-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { ResolverAnswer } from '@sceneshift/backstage-plugin-resolver-common';
import type { ResolverService } from '@sceneshift/backstage-plugin-resolver-node';
import type { Proposal } from '../domain/EnvironmentRecord';
import { describeConflict } from './describeConflict';
import { createImpactRequest, describeImpact } from './removals';
import type { Planner, PlanRequest } from './Planner';
import { Problems } from './Problems';
import { createVersionsRequest, type VersionsRequest } from './VersionsRequest';
import { withSolution } from './withSolution';

type Conflict = Extract<ResolverAnswer, { explanation: string }>;

/**
 * Has the resolver choose the versions of all packages together, and the next planner check and write down the result. Where no
 * versions go together, the plan says why and what would; where the resolver does not answer, it says that too.
 */
export class ResolvingPlanner implements Planner {
  constructor(
    private readonly deps: {
      resolver: ResolverService;
      registry: RegistryService;
      next: Planner;
    },
  ) {}

  async plan(request: PlanRequest): Promise<Proposal> {
    const proposal = await this.choose(request);
    const removal = createImpactRequest(request);
    if (!removal) return proposal;
    const impact = await this.ask(() =>
      this.deps.resolver.impact(request.environment.organizationId, removal),
    );
    return impact instanceof Error
      ? warnOfMissingResolver(proposal, impact)
      : withProblem(proposal, problems =>
          problems.add(describeImpact(impact, request)),
        );
  }

  private async choose(request: PlanRequest): Promise<Proposal> {
    const { registry, resolver, next } = this.deps;
    const { organizationId } = request.environment;
    const wanted = await createVersionsRequest(request, async pluginId =>
      registry.getPlugin(organizationId, pluginId),
    );
    if (!wanted) return next.plan(request);
    const answer = await this.ask(() =>
      // Which versions an environment puts up with is its policy, which the resolver knows.
      resolver.resolve(organizationId, wanted.request, {
        environment: request.environment.name,
      }),
    );
    if (answer instanceof Error) {
      return warnOfMissingResolver(await next.plan(request), answer);
    }
    return withAge(await this.planned(request, wanted, answer), answer);
  }

  private async planned(
    request: PlanRequest,
    wanted: VersionsRequest,
    answer: ResolverAnswer,
  ): Promise<Proposal> {
    const { next } = this.deps;
    if (answer.ok) {
      const chosen = await this.solved(request, wanted, answer);
      return withAdvisories(await next.plan(chosen), answer);
    }
    const proposal = await next.plan(request);
    return 'explanation' in answer
      ? withConflict(proposal, answer, request, wanted)
      : warnOfMissingResolver(proposal, new Error(answer.error.message));
  }

  /** What cannot be answered now is told in the plan; everything else is an error of ours. */
  private async ask<T>(
    question: () => Promise<T>,
  ): Promise<T | SceneshiftError> {
    try {
      return await question();
    } catch (error) {
      if (isSceneshiftError(error)) return error;
      throw error;
    }
  }

  private async solved(
    request: PlanRequest,
    wanted: VersionsRequest,
    answer: Extract<ResolverAnswer, { ok: true }>,
  ): Promise<PlanRequest> {
    const { organizationId } = request.environment;
    const pluginOf = async (name: string) => {
      const item = await this.deps.registry.getPackage(organizationId, name);
      return item.pluginId;
    };
    return {
      ...request,
      changes: await withSolution(request, wanted, answer, pluginOf),
    };
  }
}

function withConflict(
  proposal: Proposal,
  answer: Conflict,
  request: PlanRequest,
  { wanted }: VersionsRequest,
): Proposal {
  const told = new Set(
    proposal.problems
      .filter(({ severity }) => severity === 'blocking')
      .map(({ packageName }) => packageName),
  );
  const names = Object.keys(answer.conflict);
  // The next planner refused the very packages already, with a reason of its own.
  if (names.length > 0 && names.every(name => told.has(name))) return proposal;
  return withProblem(proposal, problems =>
    problems.add([describeConflict(answer, request, wanted)]),
  );
}

/** What the environment's policy or somebody's decision puts up with, who approves the plan should know. */
function withAdvisories(
  proposal: Proposal,
  { warnings }: Extract<ResolverAnswer, { ok: true }>,
): Proposal {
  const names = new Set(
    proposal.content.plugins.flatMap(({ packages }) =>
      packages.map(({ name, version }) => `${name}@${version}`),
    ),
  );
  const told = warnings.filter(
    warning =>
      warning.code === 'ADVISORY' &&
      names.has(`${warning.package}@${warning.version}`),
  );
  if (told.length === 0) return proposal;
  return withProblem(proposal, problems =>
    told.forEach(({ message, package: packageName }) =>
      problems.warn('KNOWN_ADVISORY', message, { packageName }),
    ),
  );
}

/** Versions that were published or taken back since are not known. */
function withAge(proposal: Proposal, { staleFacts }: ResolverAnswer): Proposal {
  if (!staleFacts) return proposal;
  return withProblem(proposal, problems =>
    problems.warn(
      'UNAVAILABLE',
      `The versions were chosen from what was known at ${staleFacts.readAt}. ${staleFacts.message}`,
    ),
  );
}

function warnOfMissingResolver(proposal: Proposal, reason: Error): Proposal {
  return withProblem(proposal, problems =>
    problems.warn(
      'UNAVAILABLE',
      `The resolver did not look at this plan (${reason.message}): each package got its newest installable version, and whether ` +
        'they go together, or others need what is removed, is not known. Make the plan again in a moment.',
    ),
  );
}

function withProblem(
  proposal: Proposal,
  add: (problems: Problems) => void,
): Proposal {
  const problems = new Problems();
  problems.add(proposal.problems);
  add(problems);
  return { ...proposal, problems: problems.list() };
}
