import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  EnvironmentState,
  PlanUpgradeRequest,
  UpgradeMove,
  UpgradePlan,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { Snapshot } from '../facts/Facts';
import type { EnvironmentPolicies } from '../service/EnvironmentPolicies';
import type { Environments } from '../service/Environments';
import type { ResolveService } from '../service/ResolveService';
import { BlockerSearch } from './BlockerSearch';
import { movesOf } from './movesOf';
import { without } from './Quarrels';
import { summarizeUpgrade } from './summarizeUpgrade';

type State = Partial<EnvironmentState> & Pick<EnvironmentState, 'installed'>;

/** Says whether an environment can move to another Backstage release, and what every package does then. */
export class UpgradePlanner {
  constructor(
    private readonly deps: {
      resolver: ResolveService;
      environments: Environments;
      policies: EnvironmentPolicies;
    },
  ) {}

  async plan(
    organizationId: string,
    wanted: PlanUpgradeRequest,
  ): Promise<UpgradePlan> {
    const state = await this.stateOf(organizationId, wanted);
    const { installed, backstageRelease: from } = state;
    const { to } = wanted;
    const snapshot = await this.deps.resolver.load(
      organizationId,
      Object.keys(installed),
    );
    assertKnown(to, snapshot);
    const policy = await this.deps.policies.of(
      organizationId,
      wanted.environment,
    );
    const search = new BlockerSearch(this.deps.resolver, snapshot, {
      ...state,
      policy,
    });
    const block = await search.blockers(to);
    const rest = without(
      installed,
      block.map(({ name }) => name),
    );
    const answer = await search.solve(rest, to);
    const moves = answer.ok ? movesOf(answer, snapshot.facts) : [];
    const ahead = await movesAhead(search, state, moves, snapshot);
    const withPlugin = <T extends { name: string }>(item: T) => {
      const { pluginId } = snapshot.facts.kinds[item.name] ?? {};
      return pluginId === undefined ? item : { ...item, pluginId };
    };
    const move = moves.map(item => ({
      ...withPlugin(item),
      ahead: ahead.has(item.name),
    }));
    const stay = Object.entries(rest)
      .filter(([name]) => !move.some(change => change.name === name))
      .map(([name, version]) => ({ name, version }));
    return {
      from,
      to,
      ok: answer.ok && block.length === 0,
      summary: summarizeUpgrade({ from, to, stay, move, block }),
      stay,
      move,
      block: block.map(withPlugin),
      warnings: answer.ok ? answer.warnings : [],
      ...(snapshot.stale && { staleFacts: snapshot.stale }),
    };
  }

  private async stateOf(
    organizationId: string,
    { environment, from, installed }: PlanUpgradeRequest,
  ): Promise<State> {
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

/** The moves that can all be made before the release changes, beside what is installed then. */
async function movesAhead(
  search: BlockerSearch,
  { installed, backstageRelease: present }: State,
  moves: Array<Omit<UpgradeMove, 'ahead'>>,
  { facts }: Snapshot,
): Promise<Set<string>> {
  const ahead = new Set<string>();
  if (present === undefined || !facts.hosts[present]) return ahead;
  let reached = installed;
  for (const { name, to } of moves) {
    const next = { ...reached, [name]: to };
    const answer = await search.solve(next, present, { [name]: to });
    const isKept =
      answer.ok &&
      Object.keys(next).every(item => answer.solution[item] === next[item]);
    if (!isKept) continue;
    reached = next;
    ahead.add(name);
  }
  return ahead;
}

function assertKnown(release: string, { facts }: Snapshot): void {
  if (facts.hosts[release]) return;
  const known = Object.keys(facts.hosts).join(', ');
  throw new SceneshiftError(
    'BASELINE_NOT_FOUND',
    `There is no baseline of Backstage ${release}, only of ${known}: make one with sceneshift baseline create`,
  );
}
