import { mergePatch } from '../request/mergePatch';
import type { ResolveRequest } from '../types';
import type { TryPatch } from './Fixes';

type Outcome = ReturnType<TryPatch>;

/** Resolves a request, as `TryPatch` does one with a patch. */
export type TryRequest = (request: unknown) => Outcome;

/** Resolves a refused request with patches. Patches that come to the same request, or to the refused one, cost nothing. */
export function attempts(
  refused: ResolveRequest,
  outcomeOfRefused: () => Outcome,
  tryRequest: TryRequest,
): TryPatch {
  const known = new Map<string, Outcome>();
  return patch => {
    const request = mergePatch(refused, patch) as ResolveRequest;
    const key = keyOf(request);
    if (key === keyOf(refused)) return outcomeOfRefused();
    if (!known.has(key)) known.set(key, tryRequest(request));
    return known.get(key);
  };
}

/** What is asked, in full: a root without a range is a fault, and not the same as no root. */
function keyOf(request: ResolveRequest): string {
  const { backstageRelease, host, roots, installed, update, options } = request;
  return JSON.stringify(
    [backstageRelease, host, roots, installed, update, options],
    (_, value) => (value === undefined ? null : value),
  );
}
