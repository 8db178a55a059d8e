import {
  lifecycleDataManagePermission,
  lifecycleEnvironmentReadPermission,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  AuthorizerService,
  Principal,
} from '@sceneshift/backstage-platform-node';
import type { ExportsService } from './types';

/** That there are exports is for everybody who sees the environment; what is in them is not. */
export class AuthorizedExportsService implements ExportsService {
  constructor(
    private readonly service: ExportsService,
    private readonly authorizer: AuthorizerService,
  ) {}

  async list(principal: Principal, environment: string) {
    await this.authorizer.authorize(
      principal,
      lifecycleEnvironmentReadPermission,
    );
    return this.service.list(principal, environment);
  }

  async open(principal: Principal, environment: string, id: string) {
    await this.authorizer.authorize(principal, lifecycleDataManagePermission);
    return this.service.open(principal, environment, id);
  }

  async delete(principal: Principal, environment: string, id: string) {
    await this.authorizer.authorize(principal, lifecycleDataManagePermission);
    return this.service.delete(principal, environment, id);
  }
}
