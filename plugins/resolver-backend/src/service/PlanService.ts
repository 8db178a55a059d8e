import { createHash, randomUUID } from 'node:crypto';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  CreatePlanRequest,
  EnvironmentState,
  Lock,
  ResolverAnswer,
  ResolverPlan,
  ResolverPlanPage,
} from '@sceneshift/backstage-plugin-resolver-common';
import canonicalize from 'canonicalize';
import type { Actor, Mutation } from '@sceneshift/backstage-platform-node';
import type { PlanStore } from '../database/PlanStore';
import type { SnapshotStore } from '../database/SnapshotStore';
import type { Snapshot } from '../facts/Facts';
import { assertSameIntegrity } from '../locks/assertSameIntegrity';
import { requestOfLock, versionsOf } from '../locks/requestOfLock';
import { factsNeededBy } from '../solver/factsNeeded';
import { assertAnswered } from './assertAnswered';
import {
  withPolicy,
  type EnvironmentPolicies,
  type PolicyOptions,
} from './EnvironmentPolicies';
import type { Environments } from './Environments';
import { decodeCursor, encodeCursor } from './planCursor';
import type { ResolveService } from './ResolveService';

type PlannedRequest = ResolverPlan['request'];

const DEFAULT_LIMIT = 50;

/** Plans go neither back nor away unless they are told to; what would is among the fixes. */
const STAY = { allowDowngrade: false, allowRemove: false };

/** Makes plans, keeps them with their explanations, and brings locks back. */
export class PlanService {
  constructor(
    private readonly deps: {
      resolver: ResolveService;
      environments: Environments;
      policies: EnvironmentPolicies;
      plans: PlanStore;
      snapshots: SnapshotStore;
      mutation: Mutation;
      now: () => Date;
    },
  ) {}

  async create(actor: Actor, wanted: CreatePlanRequest): Promise<ResolverPlan> {
    const { resolver } = this.deps;
    const state = await this.stateOf(actor, wanted);
    const policy = await this.deps.policies.of(
      actor.organizationId,
      state?.name,
    );
    const request = {
      ...completed(wanted, state, policy),
      ...(await this.promoted(actor, wanted)),
    };
    const snapshot = await resolver.load(
      actor.organizationId,
      factsNeededBy(request)?.names ?? [],
    );
    if (wanted.lock) assertSameIntegrity(wanted.lock, snapshot.facts);
    const answer = await resolver.resolve(request, snapshot);
    assertAnswered(answer);
    const plan = this.describe(actor, state?.name, request, snapshot, answer);
    await this.store(actor, plan, snapshot);
    return plan;
  }

  /** @throws SceneshiftError `PLAN_NOT_FOUND` */
  async get(organizationId: string, id: string): Promise<ResolverPlan> {
    const plan = await this.deps.plans.find(organizationId, id);
    if (plan) return plan;
    throw new SceneshiftError(
      'PLAN_NOT_FOUND',
      `There is no plan ${id} in this organization`,
    );
  }

  /** Newest first. */
  async list(
    organizationId: string,
    request: { environment?: string; limit?: number; cursor?: string },
  ): Promise<ResolverPlanPage> {
    const { environment, cursor, limit = DEFAULT_LIMIT } = request;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    // One more than asked for tells whether there is a next page.
    const found = await this.deps.plans.list(organizationId, {
      environment,
      after,
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return found.length > limit && last
      ? { items, nextCursor: encodeCursor(last) }
      : { items };
  }

  /** Resolves to what a lock says, from the facts that were kept with its plan: the registry is not asked. */
  async restore(organizationId: string, lock: Lock): Promise<ResolverAnswer> {
    const snapshot = await this.snapshotOf(organizationId, lock);
    assertSameIntegrity(lock, snapshot.facts);
    const asked = await this.deps.plans.requestOf(organizationId, lock);
    const answer = await this.deps.resolver.resolve(
      requestOfLock(lock, snapshot.facts, asked),
      snapshot,
    );
    assertAnswered(answer);
    return answer;
  }

  private async snapshotOf(
    organizationId: string,
    { snapshot: id }: Lock,
  ): Promise<Snapshot> {
    const snapshot = id && (await this.deps.snapshots.find(organizationId, id));
    if (snapshot) return snapshot;
    throw new SceneshiftError(
      'SNAPSHOT_NOT_FOUND',
      `The facts of the lock (${
        id ?? 'it names none'
      }) are not kept here: make a plan with the lock instead, which takes them from the registry`,
    );
  }

  private async stateOf(
    { organizationId }: Actor,
    { environment }: CreatePlanRequest,
  ): Promise<EnvironmentState | undefined> {
    if (typeof environment !== 'string') return environment;
    return this.deps.environments.get(organizationId, environment);
  }

  /** What another environment has is asked for, version by version. */
  private async promoted(
    { organizationId }: Actor,
    { promoteFrom, request }: CreatePlanRequest,
  ): Promise<Pick<PlannedRequest, 'roots'>> {
    if (promoteFrom === undefined) return {};
    const { environments } = this.deps;
    const { installed } = await environments.get(organizationId, promoteFrom);
    return { roots: { ...installed, ...request.roots } };
  }

  private describe(
    actor: Actor,
    environment: string | undefined,
    request: PlannedRequest,
    { id: snapshot, facts }: Snapshot,
    answer: ResolverAnswer,
  ): ResolverPlan {
    const solution = answer.ok ? answer.solution : null;
    return {
      id: randomUUID(),
      hash: hashOf({ request, snapshot, solution }),
      environment,
      snapshot,
      backstageRelease: request.backstageRelease ?? facts.defaultRelease ?? '',
      request,
      answer,
      createdAt: this.deps.now().toISOString(),
      createdBy: actor.ref,
    };
  }

  private async store(
    actor: Actor,
    plan: ResolverPlan,
    snapshot: Snapshot,
  ): Promise<void> {
    const { plans, snapshots, mutation, now } = this.deps;
    const { organizationId } = actor;
    const { id, hash, environment, answer } = plan;
    await mutation.run(actor, async trx => {
      await snapshots.keep(trx, organizationId, snapshot, now());
      await plans.insert(trx, organizationId, plan);
      const details = { hash, environment, solved: answer.ok };
      return {
        result: undefined,
        deed: { type: 'resolver.plan.created', subject: id, details },
      };
    });
  }
}

function completed(
  { request, lock }: CreatePlanRequest,
  state: EnvironmentState | undefined,
  policy: PolicyOptions,
): PlannedRequest {
  return {
    ...request,
    installed: lock
      ? versionsOf(lock)
      : request.installed ?? state?.installed ?? {},
    backstageRelease:
      request.backstageRelease ?? lock?.release ?? state?.backstageRelease,
    options: withPolicy(request.options, {
      ...STAY,
      ...policy,
    }),
  };
}

function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
}
