import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type {
  DependencyGraph,
  EnvironmentState,
  ImpactRequest,
  RemovalImpact,
} from '@sceneshift/backstage-plugin-resolver-common';
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
    const map = await this.map(organizationId, { environment });
    return map.graph();
  }

  async impact(
    organizationId: string,
    { remove, ...of }: ImpactRequest,
  ): Promise<RemovalImpact> {
    const map = await this.map(organizationId, of);
    return map.impactOf(remove);
  }

  private async map(
    organizationId: string,
    of: Omit<ImpactRequest, 'remove'>,
  ): Promise<DependencyMap> {
    const { resolver, environments } = this.deps;
    const known =
      of.environment === undefined
        ? undefined
        : await environments.get(organizationId, of.environment);
    const installed = of.installed ?? known?.installed;
    if (!installed) throw nothingInstalled();
    const { facts } = await resolver.load(
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
    return new DependencyMap(state, facts);
  }
}

function nothingInstalled(): SceneshiftError {
  return new SceneshiftError(
    'INPUT_INVALID',
    'Say what is installed: give an environment, or the installed packages',
    { details: { field: '/installed' } },
  );
}
