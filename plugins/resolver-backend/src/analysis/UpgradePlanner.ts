import type {
  EnvironmentState,
  PlanUpgradeRequest,
  ResolverAnswer,
  UpgradeBlocker,
  UpgradePlan,
} from '@sceneshift/backstage-plugin-resolver-common';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Snapshot } from '../facts/Facts';
import type { Environments } from '../service/Environments';
import type { ResolveService } from '../service/ResolveService';
import { BlockerSearch, without } from './BlockerSearch';

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

function assertKnown(release: string, { facts }: Snapshot): void {
  if (facts.hosts[release]) return;
  const known = Object.keys(facts.hosts).join(', ');
  throw new SceneshiftError(
    'BASELINE_NOT_FOUND',
    `There is no baseline of Backstage ${release}, only of ${known}: make one with sceneshift baseline create`,
  );
}
