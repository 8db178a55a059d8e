import type { Problem } from '../request/Problem';
import { isBarred, policyFault } from '../request/policy';
import { byName } from '../request/Problem';
import type { Change } from '../types';
import { relationsOf, isDemand, type Relation } from '../world/Relation';
import type { Checker, Solution } from './Checker';
import { direction } from './Checker';
import { Pressure } from './Pressure';

/** The reason that an override is. */
const PINNED = 'an override pins it';

/** What changes between the environment and the solution, and why. By name. */
export class Changes {
  private pressureFound?: Pressure;
  private demands?: Map<string, string>;

  constructor(
    private readonly problem: Problem,
    private readonly solution: Solution,
    private readonly checker: Checker,
  ) {}

  list(): Change[] {
    const { installed } = this.problem;
    const names = new Set([...installed.keys(), ...this.solution.keys()]);
    return Array.from(names)
      .sort(byName)
      .flatMap(
        name =>
          this.change(name, installed.get(name), this.solution.get(name)) ?? [],
      );
  }

  /** Looked for only when something has changed. */
  private get pressure(): Pressure {
    this.pressureFound ??= new Pressure(
      this.problem,
      this.solution,
      this.checker,
    );
    return this.pressureFound;
  }

  private change(
    name: string,
    from: string | undefined,
    to: string | undefined,
  ): Change | undefined {
    if (from === to) return undefined;
    if (from === undefined)
      return { name, to, kind: 'install', reason: this.arrival(name) };
    if (to === undefined)
      return { name, from, kind: 'remove', reason: this.removal(name, from) };
    return {
      name,
      from,
      to,
      kind: direction(from, to),
      reason: this.move(name, from),
    };
  }

  private arrival(name: string): string {
    const isPinned = this.problem.options.overrides.has(name);
    return `${this.demand(name)}${isPinned ? `, and ${PINNED}` : ''}`;
  }

  private move(name: string, from: string): string {
    const { roots, update, options } = this.problem;
    if (options.overrides.has(name)) return PINNED;
    const fault = this.fault(name, from);
    if (fault) return fault;
    const root = roots.get(name);
    if (root !== undefined && !this.checker.inRange(from, root))
      return `the request asks for ${root}`;
    if (update.has(name)) return 'the request asks to update it';
    return (
      this.pressure.on(name, from) ??
      'the other packages fit together only with this version'
    );
  }

  private removal(name: string, from: string): string {
    if (this.problem.host.has(name)) return 'the host provides it';
    if (this.problem.options.prune) return 'no root needs it';
    const fault = this.fault(name, from) ?? this.pressure.on(name, from);
    return fault ?? 'the other packages fit together only without it';
  }

  /** What is wrong with the installed version itself. */
  private fault(name: string, from: string): string | undefined {
    const { source, options } = this.problem;
    const facts = source.factsOf(name, from);
    if (!facts) return `${from} is not known`;
    const [advisory] = (facts.advisories ?? [])
      .filter(one => isBarred(one, options, { name, version: from }))
      .sort((a, b) => byName(a.id, b.id));
    if (advisory)
      return `${from} has the advisory ${advisory.id} (${advisory.severity})`;
    const policy = policyFault(this.problem, { name, version: from }, facts);
    return policy && `${from} is excluded by policy: ${policy}`;
  }

  /** Who brought it in. */
  private demand(name: string): string {
    const root = this.problem.roots.get(name);
    if (root !== undefined) return `the request asks for ${root}`;
    this.demands ??= this.firstDemands();
    return this.demands.get(name) ?? 'another package needs it';
  }

  /** By target: the demand of the first package, by name, that has one. */
  private firstDemands(): Map<string, string> {
    const found = new Map<string, string>();
    for (const by of Array.from(this.solution.keys()).sort(byName)) {
      const version = this.solution.get(by)!;
      const facts = this.problem.source.factsOf(by, version)!;
      for (const relation of relationsOf(facts)) {
        const { target, range } = relation;
        if (!isDemand(relation) || by === target || found.has(target)) continue;
        found.set(target, `${verb(relation, `${by} ${version}`)} ${range}`);
      }
    }
    return found;
  }
}

function verb({ kind }: Relation, by: string): string {
  if (kind === 'peer') return `${by} has the peer`;
  return kind === 'optional' ? `${by} can make use of` : `${by} requires`;
}
