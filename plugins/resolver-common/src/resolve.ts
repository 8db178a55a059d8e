import { attempts, type TryRequest } from './explain/attempts';
import { RequestError } from './request/Field';
import { readRequest, type ResolveContext } from './request/readRequest';
import { Resolver } from './Resolver';
import { Budget, TimeIsUp } from './solver/Budget';
import type { ResolveAnswer, ResolveRequest } from './types';

/**
 * Answers a request with a sound set of versions that changes as little as possible, or with an explanation and fixes that were
 * tried. Pure: the same request gives the same answer but for `stats.ms`, whatever the order of its keys.
 *
 * @remarks
 * Never throws for a bad request: the answer has an `error` that names the field. Runs to its end on the calling thread,
 * for `options.timeoutMs` at most.
 *
 * @public
 */
export function resolve(
  request: ResolveRequest,
  context: ResolveContext = {},
): ResolveAnswer {
  const now = context.now ?? (() => performance.now());
  try {
    const problem = readRequest(request, context);
    const budget = new Budget(now, problem.options.timeoutMs);
    const { packages: _, ...rest } = request;
    const facts = { ...context, source: problem.source };
    const resolver = new Resolver(problem, budget, now);
    const tryRequest = attemptOn(facts, budget, now);
    return resolver.answer(attempts(rest, () => resolver.refused, tryRequest));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return {
      ok: false,
      error: {
        code: 'INPUT_INVALID',
        field: error.field,
        message: error.message,
      },
    };
  }
}

/** What helps has to be known soon; whether it is the best of its kind can be asked for later. */
const MOST_MS_PER_ATTEMPT = 1_000;

/** Resolves requests over the same facts and on the same budget. */
function attemptOn(
  context: ResolveContext,
  budget: Budget,
  now: () => number,
): TryRequest {
  return request => {
    try {
      const problem = readRequest(request, context);
      const part = budget.atMost(MOST_MS_PER_ATTEMPT);
      return new Resolver(problem, part, now).attempt();
    } catch (error) {
      if (error instanceof RequestError || error instanceof TimeIsUp)
        return undefined;
      throw error;
    }
  };
}
