import { lifecycleEnvironmentReadPermission } from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  AuthorizerService,
  Principal,
} from '@sceneshift/backstage-platform-node';
import type { EnvironmentsService, PageRequest } from './types';

/** Lets those in who may read environments. */
export class AuthorizedEnvironmentsService implements EnvironmentsService {
  constructor(
    private readonly service: EnvironmentsService,
    private readonly authorizer: AuthorizerService,
  ) {}

  async list(principal: Principal) {
    await this.authorize(principal);
    return this.service.list(principal);
  }

  async get(principal: Principal, name: string) {
    await this.authorize(principal);
    return this.service.get(principal, name);
  }

  async listGenerations(principal: Principal, name: string, page: PageRequest) {
    await this.authorize(principal);
    return this.service.listGenerations(principal, name, page);
  }

  async getGeneration(principal: Principal, name: string, number: number) {
    await this.authorize(principal);
    return this.service.getGeneration(principal, name, number);
  }

  async getLogs(principal: Principal, name: string, pluginId: string) {
    await this.authorize(principal);
    return this.service.getLogs(principal, name, pluginId);
  }

  private authorize(principal: Principal): Promise<void> {
    return this.authorizer.authorize(
      principal,
      lifecycleEnvironmentReadPermission,
    );
  }
}
