import type {
  PackageFacts,
  ResolveOptions,
  ResolveRequest,
  VersionFacts,
} from '../types';
import type { Random } from './Random';

const VERSIONS = ['1.0.0', '1.1.0', '2.0.0-beta.1', '2.0.0', '3.0.0'];
const RANGES = [
  '*',
  '^1.0.0',
  '^2.0.0',
  '>=1.1.0',
  '<2.0.0',
  '1.0.0',
  '^2.0.0-beta.1',
  '>=2.0.0 || 1.0.0',
  '^3.0.0',
  '^9.0.0',
];

const ADVISORIES = ['GHSA-1', 'GHSA-2'];

/** A request over a few packages with a bit of everything, often unsatisfiable. */
export function smallWorld(random: Random): ResolveRequest {
  const names = ['a', 'b', 'c', 'd', 'e'].slice(0, 2 + random.below(4));
  const density = 0.1 + random.next() * 0.5;
  const spice = random.chance(0.5) ? 0 : 0.15;
  const packages: PackageFacts = {};
  for (const name of names) {
    packages[name] = {};
    for (const version of random
      .shuffle(VERSIONS)
      .slice(0, 1 + random.below(names.length > 4 ? 3 : 4))) {
      packages[name][version] = facts(random, names, density, spice);
    }
  }
  return {
    packages,
    host: { h: '1.5.0' },
    ...environment(random, packages),
    options: options(random, packages, spice),
  };
}

function facts(
  random: Random,
  names: string[],
  density: number,
  spice: number,
): VersionFacts {
  const known: VersionFacts = {};
  const others = [
    ...names,
    'h',
    ...(random.chance(spice / 3) ? ['unknown'] : []),
  ];
  const some = (probability: number) =>
    Object.fromEntries(
      others
        .filter(() => random.chance(probability / 2))
        .map(name => [name, random.pick(RANGES.slice(0, 8))]),
    );
  known.dependencies = some(density);
  if (random.chance(spice * 2)) known.peerDependencies = some(density);
  if (random.chance(spice * 2)) known.optionalDependencies = some(density);
  if (random.chance(spice * 2)) known.conflicts = some(density);
  for (const name of Object.keys(known.peerDependencies ?? {})) {
    if (random.chance(0.5))
      known.peerDependenciesMeta = {
        ...known.peerDependenciesMeta,
        [name]: { optional: true },
      };
  }
  if (random.chance(spice))
    known.provides = { auth: random.pick(['1.0.0', '2.0.0']) };
  if (random.chance(spice / 2))
    known.requires = { auth: random.pick(['*', '^1.0.0', '^2.0.0']) };
  if (random.chance(spice)) known.deprecated = 'old';
  if (random.chance(spice)) known.yanked = true;
  if (random.chance(spice))
    known.advisories = [
      {
        id: random.pick(ADVISORIES),
        severity: random.pick(['low', 'high', 'critical']),
      },
    ];
  if (random.chance(spice * 2))
    known.publishedAt = `2026-11-${random.pick(['01', '15', '20', '25'])}`;
  return known;
}

function environment(
  random: Random,
  packages: PackageFacts,
): Partial<ResolveRequest> {
  const names = Object.keys(packages);
  const roots = names.filter((_, index) =>
    random.chance(index === 0 ? 0.9 : 0.35),
  );
  const installed = names.filter(() =>
    random.chance(random.chance(0.5) ? 0.7 : 0.2),
  );
  return {
    roots: Object.fromEntries(
      roots.map(name => [
        name,
        random.pick(random.chance(0.7) ? RANGES.slice(0, 5) : RANGES),
      ]),
    ),
    installed: Object.fromEntries(
      installed.map(name => [
        name,
        random.pick(
          random.chance(0.95) ? Object.keys(packages[name]!) : VERSIONS,
        ),
      ]),
    ),
    update: random.chance(0.1)
      ? 'all'
      : names.filter(() => random.chance(0.15)),
  };
}

function options(
  random: Random,
  packages: PackageFacts,
  spice: number,
): ResolveOptions {
  const name = random.pick(Object.keys(packages));
  const policy = random.chance(spice * 2) ? policies(random, packages) : {};
  return {
    ...policy,
    includePrerelease: random.chance(0.15),
    strategy: random.chance(0.15) ? 'lowest' : 'highest',
    prune: random.chance(0.2),
    allowDowngrade: random.chance(0.8),
    allowRemove: random.chance(0.8),
    advisorySeverity: random.pick(['high', 'high', 'low', 'critical']),
    overrides: random.chance(spice)
      ? { [name]: random.pick(Object.keys(packages[name]!)) }
      : {},
  };
}

/** Only advisories that something has can be asked to be fixed. */
function policies(random: Random, packages: PackageFacts): ResolveOptions {
  const name = random.pick(Object.keys(packages));
  const ids = Object.values(packages)
    .flatMap(versions => Object.values(versions))
    .flatMap(({ advisories = [] }) => advisories.map(({ id }) => id));
  const accepted = {
    id: random.pick(ADVISORIES),
    ...(random.chance(0.5) && { package: name }),
    ...(random.chance(0.5) && { range: random.pick(RANGES) }),
    ...(random.chance(0.5) && {
      until: random.pick(['2026-11-20', '2026-12-24']),
    }),
  };
  return {
    asOf: '2026-11-21T12:00:00Z',
    minimumReleaseAgeDays: random.pick([0, 3, 10]),
    fixAdvisories: ADVISORIES.filter(
      id => ids.includes(id) && random.chance(0.4),
    ),
    acceptAdvisories: random.chance(0.5) ? [accepted] : [],
    pins: random.chance(0.3) ? { [name]: random.pick(RANGES) } : {},
    denied: random.chance(0.3) ? { [name]: random.pick(RANGES) } : {},
  };
}
