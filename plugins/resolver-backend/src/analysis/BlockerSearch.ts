import {
  rangeKeeping,
  type EnvironmentState,
  type ResolverAnswer,
  type ResolveRequest,
  type UpgradeBlocker,
} from '@sceneshift/backstage-plugin-resolver-common';
import semver from 'semver';
import type { Snapshot } from '../facts/Facts';
import { mapConcurrently } from '../facts/mapConcurrently';
import { assertAnswered } from '../service/assertAnswered';
import type { PolicyOptions } from '../service/EnvironmentPolicies';
import type { ResolveService } from '../service/ResolveService';
import { findQuarrels, without, type Quarrel } from './Quarrels';

type Installed = Record<string, string>;
type Answered = Exclude<ResolverAnswer, { error: unknown }>;

/** Questions that wait for the solver's threads at the same time. */
const CONCURRENCY = 4;

/** Finds every package in the way, first those that do not fit at all, then those that do not fit together. */
export class BlockerSearch {
  constructor(
    private readonly resolver: ResolveService,
    private readonly snapshot: Snapshot,
    private readonly state: Partial<EnvironmentState> & {
      installed: Installed;
      policy: PolicyOptions;
    },
  ) {}

  async blockers(release: string): Promise<UpgradeBlocker[]> {
    const { installed } = this.state;
    if ((await this.solve(installed, release)).ok) return [];
    const alone = await this.unfit(release);
    const rest = without(
      installed,
      alone.map(({ name }) => name),
    );
    const quarrels = await findQuarrels(rest, some =>
      this.solve(some, release),
    );
    return [...alone, ...(await this.quarrelling(quarrels, release))];
  }

  /**
   * Keeps what is installed where it can, and goes not back. What is installed is asked for, so that conflicts name it.
   *
   * @param roots - what is asked for beyond that
   */
  async solve(
    installed: Installed,
    release: string,
    roots: NonNullable<ResolveRequest['roots']> = {},
  ): Promise<Answered> {
    const kept = Object.entries(installed).map(([name, version]) => [
      name,
      rangeKeeping(version),
    ]);
    const answer = await this.resolver.resolve(
      {
        roots: { ...Object.fromEntries(kept), ...roots },
        installed,
        backstageRelease: release,
        options: { ...this.state.policy, allowDowngrade: false },
      },
      this.snapshot,
    );
    assertAnswered(answer, '');
    return answer;
  }

  private async unfit(release: string): Promise<UpgradeBlocker[]> {
    const found = await mapConcurrently(
      Object.entries(this.state.installed).sort(byKey),
      CONCURRENCY,
      async ([name, version]) => {
        const answer = await this.solve({ [name]: version }, release);
        if (answer.ok) return [];
        const reason = [
          ...this.faultOf(name, version, release),
          answer.explanation,
          ...this.exclusionsOf(name),
        ].join('\n');
        const fits = await this.releasesAround({ [name]: version }, release);
        return [{ name, version, reason, ...fits }];
      },
    );
    return found.flat();
  }

  /** Each package once, with all that it does not go together with. */
  private async quarrelling(
    quarrels: Quarrel[],
    release: string,
  ): Promise<UpgradeBlocker[]> {
    const { installed } = this.state;
    const names = [...new Set(quarrels.flatMap(quarrel => quarrel.names))];
    return mapConcurrently(names, CONCURRENCY, async name => {
      const own = quarrels.filter(quarrel => quarrel.names.includes(name));
      const all = [...new Set(own.flatMap(quarrel => quarrel.names))];
      const together = Object.fromEntries(
        all.map(other => [other, installed[other] as string]),
      );
      return {
        name,
        version: installed[name] as string,
        reason: own.map(({ explanation }) => explanation).join('\n'),
        with: all.filter(other => other !== name),
        ...(await this.releasesAround(together, release)),
      };
    });
  }

  /** What the release lacks: the explanation only says that the version does not fit it. */
  private faultOf(name: string, version: string, release: string): string[] {
    const fault = this.snapshot.faultOf?.(name, version, release);
    return fault === undefined
      ? []
      : [`Backstage ${release} cannot load ${name} ${version}: ${fault}.`];
  }

  /** Explanations tell of versions that can be chosen; these say why the others cannot. */
  private exclusionsOf(name: string): string[] {
    return this.snapshot.facts.excluded
      .filter(item => item.name === name)
      .map(({ version, reason }) => `${name} ${version}: ${reason}`);
  }

  /** Where packages would fit: after the wanted release, or else how far they can go on the way to it. */
  private async releasesAround(
    installed: Installed,
    wanted: string,
  ): Promise<Pick<UpgradeBlocker, 'firstRelease' | 'lastRelease'>> {
    const { backstageRelease: present = wanted } = this.state;
    const known = Object.keys(this.snapshot.facts.hosts).sort(semver.compare);
    const later = known.filter(release => semver.gt(release, wanted));
    const firstRelease = await this.firstFit(installed, later);
    if (firstRelease !== undefined) return { firstRelease };
    const between = known.filter(
      release => semver.gte(release, present) && semver.lt(release, wanted),
    );
    const lastRelease = await this.firstFit(installed, between.reverse());
    return lastRelease === undefined ? {} : { lastRelease };
  }

  private async firstFit(
    installed: Installed,
    releases: string[],
  ): Promise<string | undefined> {
    for (const release of releases) {
      if ((await this.solve(installed, release)).ok) return release;
    }
    return undefined;
  }
}

function byKey([a]: [string, string], [b]: [string, string]): number {
  return Number(a > b) - Number(a < b);
}
