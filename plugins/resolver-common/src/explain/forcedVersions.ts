import type { Incompatibility } from '../solver/Incompatibility';
import type { KnownPackage } from '../world/KnownPackage';
import { isDemand } from '../world/Relation';
import type { World } from '../world/World';
import type { FixCandidate } from './fixCandidates';
import { causesOf } from './proof';

/** Of each package, so many of its newest versions are tried. */
const MOST_VERSIONS = 3;

/** Where so many packages are asked for in vain, no one of them is to blame. */
const MOST_PACKAGES = 8;

/** Versions that overrides could force on packages of which the proof says that they are asked for in vain, if these are few. */
export function forcedVersions(
  world: World,
  failure: Incompatibility,
): FixCandidate[] {
  const { overrides } = world.problem.options;
  const targets = new Set(
    causesOf(failure, 'relation')
      .filter(({ relation }) => isDemand(relation))
      .map(({ relation }) => world.package(relation.target))
      .filter(known => !known.isHost && !overrides.has(known.name)),
  );
  if (targets.size > MOST_PACKAGES) return [];
  return Array.from(targets).flatMap(known =>
    versionsOf(world, known).map(version => ({
      patch: { options: { overrides: { [known.name]: version } } },
      describe: () =>
        `Override ${known.name} with ${version}, whatever ranges say`,
    })),
  );
}

/** Newest first, without what was yanked, and of a root those that are asked for: the others are told as another choice. */
function versionsOf(world: World, known: KnownPackage): string[] {
  const asked = world.problem.roots.get(known.name);
  const versions =
    asked === undefined ? known.present : world.accepted(known, asked);
  return versions
    .minus(known.marks.yanked)
    .positions()
    .reverse()
    .slice(0, MOST_VERSIONS)
    .map(position => known.version(position));
}
