import type {
  DependencyGraph,
  EnvironmentState,
  GraphEdge,
  GraphNode,
  RemovalImpact,
} from '@sceneshift/backstage-plugin-resolver-common';
import { RELEASE_PACKAGE, type Facts } from '../facts/Facts';
import { edgesOf, isHard } from './edgesOf';

/** Who needs whom among the installed packages of one environment. */
export class DependencyMap {
  private readonly edges: GraphEdge[];
  private readonly host: Record<string, string>;
  private readonly names: string[];

  constructor(
    private readonly state: EnvironmentState,
    private readonly facts: Facts,
  ) {
    const { installed, backstageRelease } = state;
    this.host = facts.hosts[backstageRelease] ?? {};
    this.names = Object.keys(installed).sort();
    this.edges = this.names.flatMap(name => {
      const own = facts.packages[name]?.[installed[name] as string];
      return own ? edgesOf(name, own, { installed, host: this.host }) : [];
    });
  }

  /** Whether the package is installed. */
  has(name: string): boolean {
    return Object.hasOwn(this.state.installed, name);
  }

  graph(): DependencyGraph {
    const { name: environment, backstageRelease } = this.state;
    const used = new Set(this.edges.map(({ to }) => to));
    const host = Object.keys(this.host).filter(name => used.has(name));
    return {
      environment,
      backstageRelease,
      nodes: [
        ...this.names.map(name => this.packageNode(name)),
        ...host.sort().map(name => this.hostNode(name)),
      ],
      edges: this.edges,
    };
  }

  impactOf(remove: string[]): RemovalImpact {
    const removed = new Set(remove);
    const paths = this.pathsTo(removed);
    const breaks = [...paths].sort(byKey).map(([name, path]) => ({
      name,
      version: this.versionOf(name),
      path,
      reason: `${name} ${this.versionOf(name)} needs ${path
        .slice(1)
        .join(', which needs ')}`,
    }));
    const weakens = this.edges
      .filter(
        edge =>
          !isHard(edge) &&
          removed.has(edge.to) &&
          !removed.has(edge.from) &&
          !paths.has(edge.from),
      )
      .map(({ from, to }) => ({
        name: from,
        version: this.versionOf(from),
        reason: `${from} works better with ${to}, and can be without it`,
      }));
    return { remove, breaks, weakens, summary: summarize(remove, breaks) };
  }

  /** For each package that needs one of these: how it does. Nearest first, so paths are the shortest. */
  private pathsTo(targets: Set<string>): Map<string, string[]> {
    const paths = new Map<string, string[]>();
    let front = [...targets].map(name => [name]);
    while (front.length > 0) {
      front = front.flatMap(path =>
        this.edges
          .filter(edge => isHard(edge) && edge.to === path[0])
          .map(({ from }) => [from, ...path])
          .filter(([from]) => !targets.has(from!) && !paths.has(from!)),
      );
      for (const path of front) {
        if (!paths.has(path[0]!)) paths.set(path[0]!, path);
      }
    }
    return paths;
  }

  private packageNode(name: string): GraphNode {
    const version = this.versionOf(name);
    const { advisories = [], yanked } =
      this.facts.packages[name]?.[version] ?? {};
    return {
      name,
      version,
      kind: 'package',
      ...this.facts.kinds[name],
      ...(advisories.length > 0 && { advisories }),
      ...(yanked && { yanked }),
      reasons: this.reasonsOf(name),
      neededBy: [...this.pathsTo(new Set([name])).keys()].sort(),
    };
  }

  private hostNode(name: string): GraphNode {
    const what =
      name === RELEASE_PACKAGE
        ? 'The Backstage release of the environment'
        : 'The portal shares it with its plugins';
    return {
      name,
      version: this.host[name] as string,
      kind: 'host',
      reasons: [what],
      neededBy: [...this.pathsTo(new Set([name])).keys()].sort(),
    };
  }

  private reasonsOf(name: string): string[] {
    const version = this.versionOf(name);
    const asking = this.edges.filter(({ to }) => to === name);
    const reasons = asking.map(({ from, kind, range }) =>
      kind === 'optional'
        ? `${from} brings it along (${range})`
        : `${from} needs it (${range})`,
    );
    if (reasons.length === 0) reasons.push('It was installed for itself');
    if (!this.facts.packages[name]?.[version]) {
      reasons.push(
        'The registry has no installable version like it any more: what it needs is not known',
      );
    }
    return reasons;
  }

  private versionOf(name: string): string {
    return this.state.installed[name] ?? this.host[name] ?? '';
  }
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return Number(a > b) - Number(a < b);
}

function summarize(remove: string[], breaks: RemovalImpact['breaks']): string {
  const what = remove.join(' and ');
  if (breaks.length === 0) return `Nothing that is installed needs ${what}`;
  const names = breaks.map(({ name }) => name).join(', ');
  return `Without ${what}, ${breaks.length} installed ${
    breaks.length === 1 ? 'package stops' : 'packages stop'
  } working: ${names}`;
}
