import {
  lifecycleEnvironmentReadPermission,
  lifecyclePlanCreatePermission,
  type CreatePlanRequest,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  AuthorizerService,
  Principal,
} from '@sceneshift/backstage-platform-node';
import type { PlansService } from './types';

/** Lets those in who may make plans, or read them. */
export class AuthorizedPlansService implements PlansService {
  constructor(
    private readonly service: PlansService,
    private readonly authorizer: AuthorizerService,
  ) {}

  async create(
    principal: Principal,
    environment: string,
    request: CreatePlanRequest,
  ) {
    await this.authorizer.authorize(principal, lifecyclePlanCreatePermission);
    return this.service.create(principal, environment, request);
  }

  async get(principal: Principal, id: string) {
    await this.authorizer.authorize(
      principal,
      lifecycleEnvironmentReadPermission,
    );
    return this.service.get(principal, id);
  }
}
