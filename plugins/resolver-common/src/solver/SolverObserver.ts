import type { KnownPackage } from '../world/KnownPackage';
import type { CostCounter } from './CostCounter';
import type { Wish } from './Wishes';

/** What the solver tells whoever counts costs. */
export interface SolverObserver {
  packageSeen(known: KnownPackage): void;
  wishSeen(wish: Wish): void;
  counters(): readonly CostCounter[];
}
