import { minVersion } from 'semver';
import { byName, type Problem } from '../request/Problem';
import type { ExclusionCause, RelationCause, RootCause } from '../solver/Cause';
import type { Incompatibility } from '../solver/Incompatibility';
import type { Relation } from '../world/Relation';
import type { World } from '../world/World';
import { acceptedAdvisories, liftedPolicies } from './liftedPolicies';
import { causesOf } from './proof';
import { spread, type Move } from './spread';
import { joined } from './StatesText';

/** A change of the request that may help. */
export interface FixCandidate {
  patch: Record<string, unknown>;
  /** Told once it is known to work; gets the version that the named package would have. */
  describe: (version: string | undefined) => string;
  /** The root whose version the description names, and that is then pinned to it. */
  root?: string;
  /** Roots that are asked for no more. */
  drops?: string[];
}

/**
 * Changes of the request that a proof suggests, the least painful first. See docs/design/resolver.md, section 7.
 */
export function fixCandidates(
  world: World,
  failure: Incompatibility,
  conflict: ReadonlyMap<string, string>,
): FixCandidate[] {
  const roots = Array.from(conflict.keys()).sort(byName);
  const exclusions = causesOf(failure, 'exclusion');
  const relations = causesOf(failure, 'relation').map(
    ({ relation, targets }) => ({ ...relation, targets }),
  );
  const wanted = [...causesOf(failure, 'root').map(asked), ...relations];
  const moves = spread([
    ...prereleases(world, wanted),
    ...hostMoves(world, relations),
  ]);
  return [
    ...permissions(exclusions),
    ...moves.ends,
    ...missingProviders(relations),
    ...roots.map(root => anotherVersion(root, conflict.get(root)!)),
    ...withoutOverrides(exclusions, world.problem),
    ...liftedPolicies(exclusions, world.problem),
    ...acceptedAdvisories(exclusions, world.problem),
    ...roots.map(root => withoutRoots([root])),
    ...(roots.length > 1 ? [withoutRoots(roots)] : []),
    ...moves.between,
  ];
}

function permissions(causes: ExclusionCause[]): FixCandidate[] {
  const allowed = [
    { reason: 'downgrade', option: 'allowDowngrade', text: 'Allow downgrades' },
    { reason: 'removal', option: 'allowRemove', text: 'Allow removals' },
  ] as const;
  const found = allowed.filter(({ reason }) =>
    causes.some(cause => cause.reason === reason),
  );
  const single = found.map(({ option, text }) => ({
    patch: { options: { [option]: true } },
    describe: () => text,
  }));
  const both = {
    patch: { options: { allowDowngrade: true, allowRemove: true } },
    describe: () => 'Allow downgrades and removals',
  };
  return found.length > 0 ? [...single, both] : [];
}

/** A package in a range. */
type Wanted = Pick<Relation, 'target' | 'range'>;

function asked({ package: known, range }: RootCause): Wanted {
  return { target: known.name, range };
}

/** Accepts the newest prerelease where there is nothing else. */
function prereleases(world: World, wanted: readonly Wanted[]): Move[] {
  return wanted.flatMap(({ target, range }) => {
    const known = world.package(target);
    const newest = world.prereleasesIn(known, range).pop();
    if (newest === undefined || !world.accepted(known, range).isEmpty())
      return [];
    const isRoot = world.problem.roots.get(target) === range;
    const patch = isRoot
      ? { roots: { [target]: newest } }
      : { options: { overrides: { [target]: newest } } };
    const describe = () => `Accept the prerelease ${target} ${newest}`;
    return [{ of: target, to: newest, candidate: { patch, describe } }];
  });
}

/** Another Backstage release where releases are known; otherwise, another version of the one host package. */
function hostMoves(world: World, relations: readonly Relation[]): Move[] {
  const { host, baselines, release } = world.problem;
  const unmet = relations.filter(
    ({ target, kind }) => host.has(target) && kind !== 'conflict',
  );
  const releases = unmet.flatMap(
    ({ target, range }) => world.releases.nearestWith(target, [range]) ?? [],
  );
  if (release !== undefined && baselines.has(release)) {
    return releases.map(to => ({
      of: 'Backstage',
      to,
      candidate: {
        patch: { backstageRelease: to, host: null },
        describe: () => `Move to Backstage ${to}`,
      },
    }));
  }
  return unmet.flatMap(({ target, range }) => {
    const to = lowestOf(range);
    if (to === undefined) return [];
    const describe = () =>
      `Move the host to ${target} ${to} or a later version in ${range}`;
    const candidate = { patch: { host: { [target]: to } }, describe };
    return [{ of: target, to, candidate }];
  });
}

function lowestOf(range: string): string | undefined {
  return range.includes(':') ? undefined : minVersion(range)?.version;
}

/** A capability pulls nothing in, but the request may. */
function missingProviders(
  relations: ReadonlyArray<Relation & Pick<RelationCause, 'targets'>>,
): FixCandidate[] {
  return relations
    .filter(({ kind }) => kind === 'capability')
    .flatMap(({ targets, target }) =>
      targets.map(({ name }) => ({
        patch: { roots: { [name]: '*' } },
        root: name,
        describe: (version: string | undefined) =>
          `Ask for ${name} ${version} too: it provides ${target}`,
      })),
    );
}

/** The root in any version. */
export function anotherVersion(root: string, range: string): FixCandidate {
  return {
    patch: { roots: { [root]: '*' } },
    root,
    describe: version => `Choose ${root} ${version} instead of ${range}`,
  };
}

/** The request with less asked for. */
export function withoutRoots(roots: string[]): FixCandidate {
  return {
    patch: { roots: Object.fromEntries(roots.map(root => [root, null])) },
    describe: () => `Do without ${joined(roots, 'and')}`,
    drops: roots,
  };
}

function withoutOverrides(
  causes: ExclusionCause[],
  { options }: Problem,
): FixCandidate[] {
  return causes
    .filter(
      ({ reason, package: known }) =>
        reason === 'override' && options.overrides.has(known.name),
    )
    .map(({ package: { name }, detail }) => ({
      patch: { options: { overrides: { [name]: null } } },
      describe: () => `Drop the override of ${name} (${detail})`,
    }));
}
