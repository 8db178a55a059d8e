import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { RoomClient, routeOf } from '@sceneshift/backstage-platform-node';
import type {
  ImpactRequest,
  RemovalImpact,
  ResolverAnswer,
  ResolveRequest,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { ResolverService } from './ResolverService';

/** Longer than the longest search that a request may ask for. */
const TIMEOUT_MS = 90_000;

/** Asks the resolver over HTTP, as the plugin that it was made for. */
export class HttpResolverService implements ResolverService {
  private readonly room: RoomClient;

  constructor(deps: { auth: AuthService; discovery: DiscoveryService }) {
    this.room = new RoomClient({ ...deps, pluginId: 'resolver' });
  }

  async resolve(
    organizationId: string,
    request: ResolveRequest,
    { environment }: { environment?: string } = {},
  ): Promise<ResolverAnswer> {
    const answer = await this.room.json<ResolverAnswer>({
      organizationId,
      route: environment
        ? routeOf`/resolve?environment=${environment}`
        : '/resolve',
      body: request,
      timeoutMs: TIMEOUT_MS,
      // A request that is refused has an answer of its own, which names the field.
      answersWith: [400],
    });
    if (!('error' in answer)) return answer;
    const { code, field, message } = answer.error;
    if (code === 'TIMEOUT') return answer;
    throw new SceneshiftError('INPUT_INVALID', `${field} ${message}`);
  }

  impact(
    organizationId: string,
    request: ImpactRequest,
  ): Promise<RemovalImpact> {
    return this.room.json({
      organizationId,
      route: '/impact',
      body: request,
      timeoutMs: TIMEOUT_MS,
    });
  }
}
