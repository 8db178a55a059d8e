import { KnownPackage } from '../world/KnownPackage';
import { Agenda } from './Agenda';
import { UNDECIDED, type Draft } from './Draft';
import type { Choice } from './Goal';
import type { PartialSolution } from './PartialSolution';
import type { Preferences } from './Preferences';
import type { Variable } from './Term';
import { VariableMap } from './VariableMap';
import { ABSENT } from './VersionSet';
import type { Wishes } from './Wishes';

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
  /** Packages that the draft has at a version whose facts are still to come. */
  private readonly unread = new Set<KnownPackage>();
  /** Variables whose domain changed, either way, since the draft followed last; once each. */
  private touchedOnes: Variable[] = [];
  private readonly isTouched = new VariableMap<boolean>();
  /** Packages that must be there and of which the draft says nothing. */
  private readonly disturbed: Agenda<KnownPackage>;

  constructor(
    private readonly preferences: Preferences,
    private readonly partial: PartialSolution,
    private readonly wishes: Wishes,
    private readonly draft: Draft,
  ) {
    this.disturbed = new Agenda((a, b) => preferences.order(a, b));
  }

  register(known: KnownPackage) {
    this.considered.set(known, new Set());
    this.known.push(known);
    this.isSorted = false;
    this.touched(known);
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

  /** Whether it took part in conflicts. */
  isInTrouble(known: KnownPackage): boolean {
    return this.activityOf(known) > 0;
  }

  /** True the first time that this version is considered. */
  considerFirst(known: KnownPackage, position: number): boolean {
    if (this.isConsidered(known, position)) return false;
    this.considered.get(known)!.add(position);
    this.touched(known);
    return true;
  }

  /** All packages and the draft of them, as of now. */
  drafted(): readonly KnownPackage[] {
    this.follow();
    return this.packages();
  }

  /** How many packages it knows. */
  get count(): number {
    return this.known.length;
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

  /** Undefined when nothing is left to decide. The draft has followed the domains then. */
  next(): Choice<KnownPackage> | undefined {
    this.follow();
    return this.nextNeeded() ?? this.nextOpen();
  }

  /** To be called when the domain changed, either way. Much that changes is undone before anything has to be decided. */
  touched(variable: Variable) {
    if (this.isTouched.get(variable)) return;
    this.isTouched.set(variable, true);
    this.touchedOnes.push(variable);
  }

  private follow() {
    for (const variable of this.touchedOnes) {
      this.isTouched.set(variable, false);
      this.followOne(variable);
    }
    this.touchedOnes = [];
  }

  private followOne(variable: Variable) {
    this.draft.follow(variable);
    if (!(variable instanceof KnownPackage) || variable.isHost) return;
    const state = this.draft.state(variable);
    const isUnread = state > ABSENT && !this.isConsidered(variable, state);
    assign(this.unread, variable, isUnread);
    if (state === UNDECIDED)
      this.disturbed.put(variable, this.urgency(variable));
    else this.disturbed.remove(variable);
  }

  /** To be called before a search: what is preferred may have changed. */
  restart() {
    this.draft
      .takeOutdated()
      .filter(known => this.considered.get(known))
      .forEach(known => this.touched(known));
  }

  /**
   * Versions of the draft come first, for their facts; then packages that must be there and of which the draft says nothing, by
   * their part in conflicts.
   */
  private nextNeeded(): Choice<KnownPackage> | undefined {
    const [unread] = this.unread;
    if (unread) return { variable: unread, position: this.draft.state(unread) };
    const variable = this.disturbed.first();
    if (!variable) return undefined;
    const domain = this.partial.domain(variable);
    return { variable, position: this.preferences.version(variable, domain) };
  }

  private nextOpen(): Choice<KnownPackage> | undefined {
    this.packages();
    for (const known of this.open) {
      const domain = this.partial.domain(known);
      if (!domain.has(ABSENT) || domain.single() !== undefined) continue;
      const state = this.draft.state(known);
      const wanted = this.wishes.wanted(known, domain, this.draft);
      if (!this.preferences.isContent(known, state, wanted)) {
        const position = this.preferences.optional(known, domain, wanted);
        return { variable: known, position };
      }
    }
    return undefined;
  }

  private isConsidered(known: KnownPackage, position: number): boolean {
    return known.isHost || this.considered.get(known)!.has(position);
  }

  /** Much trouble and little choice come first: what goes wrong there goes wrong early. */
  private urgency(known: KnownPackage): number {
    return (1 + this.activityOf(known)) / this.partial.domains.count(known);
  }

  private activityOf(variable: Variable): number {
    return this.activity.get(variable) ?? 0;
  }
}

function assign<T>(set: Set<T>, item: T, isMember: boolean) {
  if (isMember) set.add(item);
  else set.delete(item);
}
