import { KnownPackage } from '../world/KnownPackage';
import type { PartialSolution } from './PartialSolution';
import type { Preferences } from './Preferences';
import type { Variable } from './Term';
import { ABSENT } from './VersionSet';
import type { Wishes } from './Wishes';

/** A package and the state to try. */
export interface Choice {
  variable: KnownPackage;
  position: number;
}

/** Chooses what to decide next. */
export class Decisions {
  private readonly known: KnownPackage[] = [];
  private isSorted = true;
  /** The versions whose facts the search has, by package id. */
  private readonly considered: Array<Set<number>> = [];
  /** Packages that stay absent only if that is decided. */
  private readonly open: KnownPackage[] = [];
  private readonly isOpen = new Set<KnownPackage>();
  private readonly activity = new Map<Variable, number>();

  constructor(
    private readonly preferences: Preferences,
    private readonly partial: PartialSolution,
    private readonly wishes: Wishes,
  ) {}

  register(known: KnownPackage) {
    this.considered[known.id] = new Set();
    this.known.push(known);
    this.isSorted = false;
  }

  keepOpen(variable: Variable) {
    if (
      !(variable instanceof KnownPackage) ||
      variable.isHost ||
      this.isOpen.has(variable)
    )
      return;
    this.isOpen.add(variable);
    this.open.push(variable);
    this.isSorted = false;
  }

  /** What takes part in conflicts is decided early. */
  bump(variable: Variable) {
    this.activity.set(variable, this.activityOf(variable) + 1);
  }

  /** True the first time that this version is considered. */
  considerFirst(known: KnownPackage, position: number): boolean {
    if (this.isConsidered(known, position)) return false;
    this.considered[known.id]!.add(position);
    return true;
  }

  /** In the order of preference. */
  packages(): readonly KnownPackage[] {
    if (!this.isSorted) {
      this.known.sort((a, b) => this.preferences.order(a, b));
      this.open.sort((a, b) => this.preferences.order(a, b));
      this.isSorted = true;
    }
    return this.known;
  }

  /** Undefined when nothing is left to decide. */
  next(): Choice | undefined {
    return this.nextNeeded() ?? this.nextOpen();
  }

  /** A package that must be there: first those that cannot stay as they were in the best solution so far. */
  private nextNeeded(): Choice | undefined {
    let disturbed: KnownPackage | undefined;
    let calm: KnownPackage | undefined;
    for (const known of this.packages()) {
      const domain = this.partial.domain(known);
      if (domain.has(ABSENT)) continue;
      const single = domain.single();
      if (single !== undefined) {
        if (!this.isConsidered(known, single))
          return { variable: known, position: single };
      } else if (this.preferences.isSaved(known, domain)) calm ??= known;
      else if (
        !disturbed ||
        this.activityOf(known) > this.activityOf(disturbed)
      )
        disturbed = known;
    }
    const variable = disturbed ?? calm;
    return (
      variable && {
        variable,
        position: this.preferences.version(
          variable,
          this.partial.domain(variable),
        ),
      }
    );
  }

  private nextOpen(): Choice | undefined {
    this.packages();
    for (const known of this.open) {
      const domain = this.partial.domain(known);
      if (!domain.has(ABSENT) || domain.single() !== undefined) continue;
      const wanted = this.wishes.wanted(known, this.partial);
      return {
        variable: known,
        position: this.preferences.optional(known, domain, wanted),
      };
    }
    return undefined;
  }

  private isConsidered(known: KnownPackage, position: number): boolean {
    return known.isHost || this.considered[known.id]!.has(position);
  }

  private activityOf(variable: Variable): number {
    return this.activity.get(variable) ?? 0;
  }
}
