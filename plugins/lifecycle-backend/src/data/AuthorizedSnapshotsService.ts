import {
  lifecycleDataManagePermission,
  lifecycleEnvironmentReadPermission,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  AuthorizerService,
  Principal,
} from '@sceneshift/backstage-platform-node';
import type { SnapshotsService } from './types';

/** Lets those in who may manage plugin data, or see environments. */
export class AuthorizedSnapshotsService implements SnapshotsService {
  constructor(
    private readonly service: SnapshotsService,
    private readonly authorizer: AuthorizerService,
  ) {}

  async list(principal: Principal, environment: string) {
    await this.authorizer.authorize(
      principal,
      lifecycleEnvironmentReadPermission,
    );
    return this.service.list(principal, environment);
  }

  async create(principal: Principal, environment: string, pluginId: string) {
    await this.authorizeChange(principal);
    return this.service.create(principal, environment, pluginId);
  }

  async restore(
    principal: Principal,
    environment: string,
    id: string,
    confirm?: string[],
  ) {
    await this.authorizeChange(principal);
    return this.service.restore(principal, environment, id, confirm);
  }

  async delete(principal: Principal, environment: string, id: string) {
    await this.authorizeChange(principal);
    return this.service.delete(principal, environment, id);
  }

  private authorizeChange(principal: Principal): Promise<void> {
    return this.authorizer.authorize(principal, lifecycleDataManagePermission);
  }
}
