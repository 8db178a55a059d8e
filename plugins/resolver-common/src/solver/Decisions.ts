import { KnownPackage } from '../world/KnownPackage';
import { Agenda } from './Agenda';
import type { PartialSolution } from './PartialSolution';
import type { Preferences } from './Preferences';
import type { Variable } from './Term';
import { VariableMap } from './VariableMap';
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
  /** The versions whose facts the search has. */
  private readonly considered = new VariableMap<Set<number>>();
  /** Packages that stay absent only if that is decided. */
  private readonly open: KnownPackage[] = [];
  private readonly isOpen = new Set<KnownPackage>();
  private readonly activity = new VariableMap<number>();
  /** Packages that must be there, and are at a version whose facts are still to come. */
  private readonly unread = new Set<KnownPackage>();
  /** Packages that must be there and are not decided: those that can stay as they were, and the others. */
  private readonly calm = new Set<KnownPackage>();
  private readonly disturbed: Agenda<KnownPackage>;

  constructor(
    private readonly preferences: Preferences,
    private readonly partial: PartialSolution,
    private readonly wishes: Wishes,
  ) {
    this.disturbed = new Agenda((a, b) => preferences.order(a, b));
  }

  register(known: KnownPackage) {
    this.considered.set(known, new Set());
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
    if (variable instanceof KnownPackage && this.disturbed.has(variable))
      this.touched(variable);
  }

  /** True the first time that this version is considered. */
  considerFirst(known: KnownPackage, position: number): boolean {
    if (this.isConsidered(known, position)) return false;
    this.considered.get(known)!.add(position);
    this.touched(known);
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

  /** To be called when the package's domain changed, either way. */
  touched(variable: Variable) {
    if (!(variable instanceof KnownPackage) || variable.isHost) return;
    const domain = this.partial.domain(variable);
    const single = domain.has(ABSENT) ? undefined : domain.single();
    const isUndecided = !domain.has(ABSENT) && single === undefined;
    const isCalm = isUndecided && this.preferences.isSaved(variable, domain);
    const isUnread =
      single !== undefined && !this.isConsidered(variable, single);
    assign(this.calm, variable, isCalm);
    assign(this.unread, variable, isUnread);
    if (isUndecided && !isCalm)
      this.disturbed.put(variable, this.activityOf(variable));
    else this.disturbed.remove(variable);
  }

  /** To be called before a search: what is preferred may have changed. */
  restart() {
    this.known.forEach(known => this.touched(known));
  }

  /**
   * A package that must be there: versions that are settled come first, for their facts; then what cannot stay as it was in the
   * best solution so far, by its part in conflicts; then all others.
   */
  private nextNeeded(): Choice | undefined {
    const [unread] = this.unread;
    const [calm] = this.calm;
    const variable = unread ?? this.disturbed.first() ?? calm;
    if (!variable) return undefined;
    return {
      variable,
      position: this.preferences.version(
        variable,
        this.partial.domain(variable),
      ),
    };
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
    return known.isHost || this.considered.get(known)!.has(position);
  }

  private activityOf(variable: Variable): number {
    return this.activity.get(variable) ?? 0;
  }
}

function assign<T>(set: Set<T>, item: T, isMember: boolean) {
  if (isMember) set.add(item);
  else set.delete(item);
}
