import {
  lifecycleEnvironmentReadPermission,
  lifecycleRolloutManagePermission,
  type StartRolloutRequest,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  AuthorizerService,
  Principal,
} from '@sceneshift/backstage-platform-node';
import type { PageRequest, RolloutsService } from './types';

/** Lets those in who may manage rollouts, or read them. */
export class AuthorizedRolloutsService implements RolloutsService {
  constructor(
    private readonly service: RolloutsService,
    private readonly authorizer: AuthorizerService,
  ) {}

  async start(
    principal: Principal,
    environment: string,
    request: StartRolloutRequest,
  ) {
    await this.authorizer.authorize(
      principal,
      lifecycleRolloutManagePermission,
    );
    return this.service.start(principal, environment, request);
  }

  async cancel(principal: Principal, id: string) {
    await this.authorizer.authorize(
      principal,
      lifecycleRolloutManagePermission,
    );
    return this.service.cancel(principal, id);
  }

  async get(principal: Principal, id: string) {
    await this.authorizer.authorize(
      principal,
      lifecycleEnvironmentReadPermission,
    );
    return this.service.get(principal, id);
  }

  async list(principal: Principal, environment: string, page: PageRequest) {
    await this.authorizer.authorize(
      principal,
      lifecycleEnvironmentReadPermission,
    );
    return this.service.list(principal, environment, page);
  }
}
