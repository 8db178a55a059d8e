import type { KnownPackage } from '../world/KnownPackage';
import type { Demand, World } from '../world/World';
import type { PartialSolution } from './PartialSolution';
import type { VersionSet } from './VersionSet';

/** Of the versions that are left, so many are compared. */
const MOST_COMPARED = 10;
/** Who leaves so many states to choose from does no harm. */
const ROOM = 3;

/**
 * Chooses a version for a package that quarrels with many others: the newest is right most of the time, but where it is not, one
 * that leaves the others room ends the quarrel sooner. What is best is proven elsewhere.
 */
export class Tact {
  constructor(
    private readonly world: World,
    private readonly partial: PartialSolution,
  ) {}

  /** The first of the versions that leaves room; else the one that leaves most. `order` is the order of preference. */
  version(known: KnownPackage, order: number[]): number {
    let [best] = order;
    let most = -1;
    for (const position of order.slice(0, MOST_COMPARED)) {
      const room = this.roomAfter(known, position);
      if (room > most) [best, most] = [position, room];
      if (room >= ROOM) break;
    }
    return best!;
  }

  private roomAfter(known: KnownPackage, position: number): number {
    const rooms = this.world
      .demandsOf(known, position)
      .map(demand => this.roomFor(demand));
    return Math.min(ROOM, ...rooms);
  }

  /** States that the demand leaves; a demand that takes nothing away leaves room enough. */
  private roomFor({ target, accepted }: Demand): number {
    const domain: VersionSet = this.partial.domain(target);
    return domain.isSubsetOf(accepted)
      ? ROOM
      : domain.intersect(accepted).count;
  }
}
