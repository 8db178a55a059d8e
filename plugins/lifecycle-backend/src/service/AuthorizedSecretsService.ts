import { lifecycleSecretManagePermission } from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  AuthorizerService,
  Principal,
} from '@sceneshift/backstage-platform-node';
import type { SecretsService } from './types';

/** Lets those in who may manage secrets; names are not for everybody either. */
export class AuthorizedSecretsService implements SecretsService {
  constructor(
    private readonly service: SecretsService,
    private readonly authorizer: AuthorizerService,
  ) {}

  async list(principal: Principal, environment: string) {
    await this.authorize(principal);
    return this.service.list(principal, environment);
  }

  async put(
    principal: Principal,
    environment: string,
    name: string,
    value: string,
  ) {
    await this.authorize(principal);
    return this.service.put(principal, environment, name, value);
  }

  async delete(principal: Principal, environment: string, name: string) {
    await this.authorize(principal);
    return this.service.delete(principal, environment, name);
  }

  private authorize(principal: Principal): Promise<void> {
    return this.authorizer.authorize(
      principal,
      lifecycleSecretManagePermission,
    );
  }
}
