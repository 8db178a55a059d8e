import type {
  EnvironmentState,
  PlanUpgradeRequest,
  ResolverAnswer,
  UpgradeBlocker,
  UpgradePlan,
} from '@sceneshift/backstage-plugin-resolver-node';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import semver from 'semver';
import type { Snapshot } from '../facts/Facts';
import { assertAnswered } from '../service/assertAnswered';
import type { Environments } from '../service/Environments';
import type { ResolveService } from '../service/ResolveService';

/** Says whether an environment can move to another Backstage release, and what every package does then. */
export class UpgradePlanner {
  constructor(
    private readonly deps: {
      resolver: ResolveService;
      environments: Environments;
    },
  ) {}

  async plan(
    organizationId: string,
    wanted: PlanUpgradeRequest,
  ): Promise<UpgradePlan> {
    const state = await this.stateOf(organizationId, wanted);
    const { installed } = state;
    const snapshot = await this.deps.resolver.load(
      organizationId,
      Object.keys(installed),
    );
    assertKnown(wanted.to, snapshot);
    const search = new BlockerSearch(this.deps.resolver, snapshot, state);
    const block = await search.blockers(wanted.to);
    const rest = without(installed, block);
    const answer = await search.solve(rest, wanted.to);
    return describe(
      { ...wanted, from: state.backstageRelease },
      rest,
      block,
      answer,
    );
  }

  private async stateOf(
    organizationId: string,
    { environment, from, installed }: PlanUpgradeRequest,
  ): Promise<Partial<EnvironmentState> & Pick<EnvironmentState, 'installed'>> {
    const state =
      environment === undefined
        ? undefined
        : await this.deps.environments.get(organizationId, environment);
    const present = installed ?? state?.installed;
    if (!present) {
      throw new SceneshiftError(
        'INPUT_INVALID',
        'Say what is installed: give an environment, or the installed packages',
        { details: { field: '/installed' } },
      );
    }
    return {
      installed: present,
      backstageRelease: from ?? state?.backstageRelease,
    };
  }
}

/** Finds every package in the way, first those that do not fit at all, then those that do not fit together. */
class BlockerSearch {
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

  /** Keeps what is installed where it can; goes neither back nor away. */
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
        options: { allowDowngrade: false, allowRemove: false },
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

function describe(
  { from, to }: PlanUpgradeRequest,
  installed: Record<string, string>,
  block: UpgradeBlocker[],
  answer: ResolverAnswer,
): UpgradePlan {
  const changes = answer.ok ? answer.changes : [];
  const move = changes.flatMap(({ name, from: old, to: next, reason }) =>
    old !== undefined && next !== undefined
      ? [{ name, from: old, to: next, reason }]
      : [],
  );
  const stay = Object.entries(installed)
    .filter(([name]) => !move.some(change => change.name === name))
    .map(([name, version]) => ({ name, version }));
  return {
    from,
    to,
    ok: block.length === 0,
    summary: summarize({ from, to, stay, move, block }),
    stay,
    move,
    block,
    warnings: answer.ok ? answer.warnings : [],
  };
}

function summarize({
  from,
  to,
  stay,
  move,
  block,
}: Pick<UpgradePlan, 'from' | 'to' | 'stay' | 'move' | 'block'>): string {
  const route = from ? `From ${from} to ${to}` : `To ${to}`;
  const because = block
    .map(({ name, firstRelease }) =>
      firstRelease
        ? `${name} fits from ${firstRelease} on`
        : `${name} fits no known later release`,
    )
    .join(', ');
  const counts = `${route}: ${stay.length} stay, ${move.length} move, ${block.length} block`;
  return because ? `${counts}: ${because}` : counts;
}

function without(
  installed: Record<string, string>,
  blockers: UpgradeBlocker[],
): Record<string, string> {
  const names = new Set(blockers.map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(installed).filter(([name]) => !names.has(name)),
  );
}

function assertKnown(release: string, { facts }: Snapshot): void {
  if (facts.hosts[release]) return;
  const known = Object.keys(facts.hosts).join(', ');
  throw new SceneshiftError(
    'BASELINE_NOT_FOUND',
    `There is no baseline of Backstage ${release}, only of ${known}: make one with sceneshift baseline create`,
  );
}
