import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  DependencyGraph,
  EnvironmentState,
  ImpactRequest,
  RemovalImpact,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { Snapshot } from '../facts/Facts';
import type { Environments } from '../service/Environments';
import type { ResolveService } from '../service/ResolveService';
import { DependencyMap } from './DependencyMap';

/** Why is this here, and what would break? */
export class EnvironmentAnalysis {
  constructor(
    private readonly deps: {
      resolver: ResolveService;
      environments: Environments;
    },
  ) {}

  async graph(
    organizationId: string,
    environment: string,
  ): Promise<DependencyGraph> {
    const { map, stale } = await this.look(organizationId, { environment });
    return { ...map.graph(), ...(stale && { staleFacts: stale }) };
  }

  async impact(
    organizationId: string,
    { remove, ...of }: ImpactRequest,
  ): Promise<RemovalImpact> {
    const { map } = await this.look(organizationId, of);
    remove.forEach((name, index) => {
      if (!map.has(name)) throw notInstalled(name, index);
    });
    return map.impactOf(remove);
  }

  private async look(
    organizationId: string,
    of: Omit<ImpactRequest, 'remove'>,
  ): Promise<{ map: DependencyMap } & Pick<Snapshot, 'stale'>> {
    const { resolver, environments } = this.deps;
    const known =
      of.environment === undefined
        ? undefined
        : await environments.get(organizationId, of.environment);
    const installed = of.installed ?? known?.installed;
    if (!installed) throw nothingInstalled();
    const { facts, stale } = await resolver.load(
      organizationId,
      Object.keys(installed),
    );
    const backstageRelease =
      known?.backstageRelease ?? facts.defaultRelease ?? '';
    const state: EnvironmentState = {
      name: of.environment,
      backstageRelease,
      installed,
    };
    return { map: new DependencyMap(state, facts), stale };
  }
}

function nothingInstalled(): SceneshiftError {
  return new SceneshiftError(
    'INPUT_INVALID',
    'Say what is installed: give an environment, or the installed packages',
    { details: { field: '/installed' } },
  );
}

function notInstalled(name: string, index: number): SceneshiftError {
  return new SceneshiftError(
    'INPUT_INVALID',
    `${name} is not installed: name packages that are`,
    { details: { field: `/remove/${index}` } },
  );
}
