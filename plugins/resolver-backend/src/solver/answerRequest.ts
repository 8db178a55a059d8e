import {
  type RegistryWarning,
  RequestPackages,
  resolve,
  type ResolveAnswer,
  type ResolverAnswer,
  type ResolveRequest,
} from '@sceneshift/backstage-plugin-resolver-common';
import semver from 'semver';
import type { Facts } from '../facts/Facts';
import { withPolicy, type PolicyOptions } from '../service/EnvironmentPolicies';
import { bringsPackages } from './factsNeeded';

/** Facts that were read and checked once. */
export interface ReadFacts {
  facts: Facts;
  source: RequestPackages;
}

export function readFacts(id: string, json: string): ReadFacts {
  const facts: Facts = JSON.parse(json);
  const source = RequestPackages.create(facts.packages, { snapshot: id });
  return { facts, source };
}

/** Answers a request, over given facts as far as it brings none of its own. */
export function answerRequest(
  request: ResolveRequest,
  read?: ReadFacts & { policy?: PolicyOptions },
): ResolverAnswer {
  // What is no object is told as it was sent.
  if (!read || Array.isArray(request)) return resolve(request);
  const { facts, source, policy = {} } = read;
  if (bringsPackages(request)) {
    return resolve(request, { baselines: asMap(facts.libraries) });
  }
  const unknown = unknownRelease(request, facts);
  if (unknown) return unknown;
  const completed = {
    ...withRelease(request, facts),
    options: withPolicy(request.options, policy),
  };
  const answer = resolve(completed, { source, baselines: asMap(facts.hosts) });
  return explained(answer, completed, facts);
}

/** The link check is made for releases: of one that nothing is known of, no `host` can tell what fits. */
function unknownRelease(
  { backstageRelease }: ResolveRequest,
  { hosts }: Facts,
): ResolverAnswer | undefined {
  if (typeof backstageRelease !== 'string' || hosts[backstageRelease]) {
    return undefined;
  }
  const known = Object.keys(hosts).join(', ') || 'none';
  const error = {
    code: 'INPUT_INVALID' as const,
    field: '/backstageRelease',
    message: `there is no baseline of Backstage ${backstageRelease.slice(
      0,
      60,
    )}, only of ${known}: make one with sceneshift baseline create`,
  };
  return { ok: false, error };
}

/** What a version needs of Backstage is told by releases, so a request needs one; a `host` of its own comes on top. */
function withRelease(request: ResolveRequest, facts: Facts): ResolveRequest {
  const release = request.backstageRelease ?? facts.defaultRelease;
  const known = release === undefined ? undefined : facts.hosts[release];
  const named = { ...request, backstageRelease: release };
  if (request.host === undefined || !known) return named;
  return { ...named, host: { ...known, ...request.host } };
}

/** Adds what only the registry's facts tell. */
function explained(
  answer: ResolveAnswer,
  request: ResolveRequest,
  facts: Facts,
): ResolverAnswer {
  if ('error' in answer) return answer;
  const excluded = facts.excluded.filter(
    ({ name }) =>
      name in (request.roots ?? {}) || name in (request.installed ?? {}),
  );
  const notes = excluded.length > 0 ? { excluded } : {};
  if (!answer.ok) return { ...answer, ...notes };
  const warnings = rangeWarnings(answer.solution, request, facts);
  return {
    ...answer,
    warnings: [...answer.warnings, ...warnings],
    ...notes,
  };
}

/** Declared ranges are often stale: the link check decides, and these are told. */
function rangeWarnings(
  solution: Record<string, string>,
  { backstageRelease = '' }: ResolveRequest,
  { declared, libraries }: Facts,
): RegistryWarning[] {
  const present = libraries[backstageRelease] ?? {};
  return Object.entries(solution).flatMap(([name, version]) => {
    const unmet = Object.entries(declared[name]?.[version] ?? {}).filter(
      ([library, range]) =>
        present[library] !== undefined &&
        semver.validRange(range) !== null &&
        !semver.satisfies(present[library], range, { includePrerelease: true }),
    );
    if (unmet.length === 0) return [];
    const list = unmet
      .slice(0, 3)
      .map(([library, range]) => `${library} ${range} (${present[library]})`);
    const more = unmet.length > 3 ? ` and ${unmet.length - 3} more` : '';
    return [
      {
        code: 'BACKSTAGE_RANGE' as const,
        package: name,
        version,
        message:
          `${name} ${version} declares ranges that Backstage ${backstageRelease} does not meet: ` +
          `${list.join(
            ', ',
          )}${more}. All that it imports exists there, so it can be loaded`,
      },
    ];
  });
}

function asMap<T>(record: Record<string, T>): ReadonlyMap<string, T> {
  return new Map(Object.entries(record));
}
