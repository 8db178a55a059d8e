import { byName, type Problem } from '../request/Problem';
import { relationsOf } from '../world/Relation';
import type { Checker, Solution } from './Checker';

/** So many packages at most are looked at with everything else: in a plan of more moves, each looks the same. */
const MOST_LOOKED_AT_WHOLE = 100;
/** Fewer in large environments: what all these looks may see together, in packages. */
const MOST_SEEN = 30_000;

/**
 * What would not work if a package were there at another version than in the solution: why it moved, or was skipped. Looks at what
 * has to do with it, so that large plans take no longer than their parts.
 */
export class Pressure {
  private readonly state: Map<string, string>;
  private readonly related: ReadonlyMap<string, ReadonlySet<string>>;
  private looksLeft: number;

  constructor(
    private readonly problem: Problem,
    private readonly solution: Solution,
    private readonly checker: Checker,
  ) {
    this.state = new Map(solution);
    this.related = this.relate();
    const affordable = Math.ceil(MOST_SEEN / Math.max(1, solution.size));
    this.looksLeft = Math.min(MOST_LOOKED_AT_WHOLE, affordable);
  }

  /** The first fault, by its words. */
  on(name: string, version: string): string | undefined {
    const to = this.solution.get(name);
    this.state.set(name, version);
    const fault = this.faultNear(name, to) ?? this.faultOfWhole();
    if (to === undefined) this.state.delete(name);
    else this.state.set(name, to);
    return fault;
  }

  private faultNear(name: string, to: string | undefined): string | undefined {
    const capabilities = to === undefined ? [] : this.providedBy(name, to);
    const near = new Set([
      name,
      ...[name, ...capabilities].flatMap(target =>
        Array.from(this.related.get(target) ?? []),
      ),
    ]);
    const [first] = Array.from(near)
      .flatMap(item =>
        this.checker.faultsOf(item, this.state.get(item)!, this.state),
      )
      .sort(byName);
    return first;
  }

  private faultOfWhole(): string | undefined {
    if (this.looksLeft === 0) return undefined;
    this.looksLeft -= 1;
    return this.checker.violations(this.state)[0];
  }

  /** Package or capability to the selected packages that have to do with it. */
  private relate(): Map<string, Set<string>> {
    const related = new Map<string, Set<string>>();
    for (const [by, version] of this.solution) {
      for (const { target } of relationsOf(this.factsOf(by, version))) {
        const known = related.get(target);
        if (known) known.add(by);
        else related.set(target, new Set([by]));
      }
    }
    return related;
  }

  private providedBy(name: string, version: string): string[] {
    return Object.keys(this.factsOf(name, version).provides ?? {});
  }

  private factsOf(name: string, version: string) {
    return this.problem.source.factsOf(name, version) ?? {};
  }
}
