import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { RoomClient, routeOf } from '@sceneshift/backstage-platform-node';
import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { EnvironmentState } from '@sceneshift/backstage-plugin-resolver-common';

/** What environments have. */
export interface Environments {
  /** @throws SceneshiftError `ENVIRONMENT_NOT_FOUND` */
  get(organizationId: string, name: string): Promise<EnvironmentState>;
}

/** Asks lifecycle over HTTP. */
export class HttpEnvironments implements Environments {
  private readonly room: RoomClient;

  constructor(deps: { auth: AuthService; discovery: DiscoveryService }) {
    this.room = new RoomClient({ ...deps, pluginId: 'lifecycle' });
  }

  async get(organizationId: string, name: string): Promise<EnvironmentState> {
    const environment = await this.room.json<Environment>({
      organizationId,
      route: routeOf`/environments/${name}`,
    });
    const packages = environment.plugins.flatMap(plugin => plugin.packages);
    return {
      name,
      backstageRelease: environment.backstageRelease,
      installed: Object.fromEntries(
        packages.map(item => [item.name, item.version]),
      ),
    };
  }
}
