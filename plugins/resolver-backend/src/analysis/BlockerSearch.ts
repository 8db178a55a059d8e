import type {
  EnvironmentState,
  ResolverAnswer,
  UpgradeBlocker,
} from '@sceneshift/backstage-plugin-resolver-common';
import semver from 'semver';
import type { Snapshot } from '../facts/Facts';
import { assertAnswered } from '../service/assertAnswered';
import type { ResolveService } from '../service/ResolveService';

/** Finds every package in the way, first those that do not fit at all, then those that do not fit together. */
export class BlockerSearch {
  constructor(
    private readonly resolver: ResolveService,
    private readonly snapshot: Snapshot,
    private readonly state: Partial<EnvironmentState> &
      Pick<EnvironmentState, 'installed'>,
  ) {}

  async blockers(release: string): Promise<UpgradeBlocker[]> {
    const { installed } = this.state;
    if ((await this.solve(installed, release)).ok) return [];
    const alone = await this.unfit(release);
    return [
      ...alone,
      ...(await this.quarrels(without(installed, alone), release)),
    ];
  }

  /** Keeps what is installed where it can, and goes not back. What is installed is asked for, so that conflicts name it. */
  async solve(
    installed: Record<string, string>,
    release: string,
  ): Promise<ResolverAnswer> {
    const roots = Object.fromEntries(
      Object.keys(installed).map(name => [name, '*']),
    );
    const answer = await this.resolver.resolve(
      {
        roots,
        installed,
        backstageRelease: release,
        options: { allowDowngrade: false },
      },
      this.snapshot,
    );
    assertAnswered(answer);
    return answer;
  }

  private async unfit(release: string): Promise<UpgradeBlocker[]> {
    const found: UpgradeBlocker[] = [];
    for (const [name, version] of Object.entries(this.state.installed)) {
      const answer = await this.solve({ [name]: version }, release);
      if (answer.ok) continue;
      found.push({
        name,
        version,
        reason: this.reasonOf(answer, name),
        firstRelease: await this.firstRelease({ [name]: version }),
      });
    }
    return found;
  }

  /** Each conflict that is left has several packages: all are named, and set aside until the rest goes. */
  private async quarrels(
    installed: Record<string, string>,
    release: string,
  ): Promise<UpgradeBlocker[]> {
    const answer = await this.solve(installed, release);
    if (answer.ok || 'error' in answer) return [];
    const names = Object.keys(answer.conflict).filter(
      name => name in installed,
    );
    if (names.length === 0) return [];
    const together = Object.fromEntries(
      names.map(name => [name, installed[name] as string]),
    );
    const firstRelease = await this.firstRelease(together);
    const found = names.map(name => ({
      name,
      version: together[name] as string,
      reason: answer.explanation,
      with: names.filter(other => other !== name),
      firstRelease,
    }));
    return [
      ...found,
      ...(await this.quarrels(without(installed, found), release)),
    ];
  }

  private reasonOf(answer: ResolverAnswer, name: string): string {
    const explanation = 'explanation' in answer ? answer.explanation : '';
    const excluded = this.snapshot.facts.excluded
      .filter(item => item.name === name)
      .map(({ version, reason }) => `${name} ${version}: ${reason}`);
    return [explanation, ...excluded].join('\n');
  }

  private async firstRelease(
    installed: Record<string, string>,
  ): Promise<string | undefined> {
    const { backstageRelease } = this.state;
    const later = Object.keys(this.snapshot.facts.hosts)
      .filter(
        release => !backstageRelease || semver.gt(release, backstageRelease),
      )
      .sort(semver.compare);
    for (const release of later) {
      if ((await this.solve(installed, release)).ok) return release;
    }
    return undefined;
  }
}

/** The rest. */
export function without(
  installed: Record<string, string>,
  blockers: UpgradeBlocker[],
): Record<string, string> {
  const names = new Set(blockers.map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(installed).filter(([name]) => !names.has(name)),
  );
}
