import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  ResolverAnswer,
  ResolveRequest,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { Snapshot } from '../facts/Facts';
import type { FactsLoader } from '../facts/FactsLoader';
import type { SolverReply } from '../solver/messages';
import type { SolverPool } from '../solver/SolverPool';
import type { PolicyOptions } from './EnvironmentPolicies';

/** An answer as JSON, and whether the request was one that could be answered. */
export type WrittenAnswer = Extract<SolverReply, { kind: 'answer' }>;

type SharedSnapshot = Pick<Snapshot, 'id' | 'bytes' | 'stale'>;

/** Answers requests on the solver's threads, with the registry's facts where a request brings none. */
export class ResolveService {
  constructor(
    private readonly deps: {
      pool: SolverPool;
      facts: FactsLoader;
    },
  ) {}

  /**
   * For requests of any size: they are neither read nor written on this thread, and handed to the one that does. The policy is for
   * what the registry has; who brings the facts has asked for everything.
   */
  async answer(
    organizationId: string,
    request: Uint8Array,
    policyOf: () => Promise<PolicyOptions>,
  ): Promise<WrittenAnswer> {
    const { pool, facts } = this.deps;
    const reply = await pool.run({ request });
    if (reply.kind !== 'needs') return written(reply);
    const loaded = await facts.load(organizationId, reply.needs.names);
    const snapshot = sharedPart(loaded);
    const policy = await policyOf();
    const again = { request: reply.request, snapshot, policy };
    return written(await pool.run(again));
  }

  /** Over given facts, under no other policy than the request's options. */
  async resolve(
    request: ResolveRequest,
    snapshot: SharedSnapshot,
  ): Promise<ResolverAnswer> {
    const reply = await this.deps.pool.run({
      request: Buffer.from(JSON.stringify(request)),
      snapshot: sharedPart(snapshot),
    });
    return JSON.parse(Buffer.from(written(reply).answer).toString());
  }

  load(organizationId: string, names: string[]): Promise<Snapshot> {
    return this.deps.facts.load(organizationId, names);
  }
}

/** What threads get of a snapshot: objects would be copied. */
function sharedPart({ id, bytes, stale }: SharedSnapshot): SharedSnapshot {
  return { id, bytes, stale };
}

function written(reply: SolverReply): WrittenAnswer {
  if (reply.kind === 'answer') return reply;
  throw new SceneshiftError('INTERNAL', 'The solver failed', {
    cause: new Error(reply.kind === 'failed' ? reply.message : reply.kind),
  });
}
