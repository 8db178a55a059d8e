import type { ReplicaStatus } from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  AuthorizerService,
  Principal,
} from '@sceneshift/backstage-platform-node';
import type { ReplicasService } from './types';

/** Lets supervisors of the environment in, and nobody else: not even an admin sees the hosts' credentials. */
export class AuthorizedReplicasService implements ReplicasService {
  constructor(
    private readonly service: ReplicasService,
    private readonly authorizer: AuthorizerService,
  ) {}

  async getDesired(
    principal: Principal,
    environment: string,
    options: Parameters<ReplicasService['getDesired']>[2],
  ) {
    await this.authorizer.authorizeHost(principal, environment);
    return this.service.getDesired(principal, environment, options);
  }

  async report(
    principal: Principal,
    environment: string,
    replicaId: string,
    status: ReplicaStatus,
  ) {
    await this.authorizer.authorizeHost(principal, environment);
    return this.service.report(principal, environment, replicaId, status);
  }
}
