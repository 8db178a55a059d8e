import {
  lifecycleEnvironmentPausePermission,
  lifecycleRolloutManagePermission,
  type PauseRequest,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type {
  AuthorizerService,
  Principal,
} from '@sceneshift/backstage-platform-node';
import type { PausesService } from './PausesService';

/** Lets those in who may pause; who cancels a rollout with it needs the right to that, too. */
export class AuthorizedPausesService implements PausesService {
  constructor(
    private readonly service: PausesService,
    private readonly authorizer: AuthorizerService,
  ) {}

  async pause(
    principal: Principal,
    environment: string,
    request: PauseRequest,
  ) {
    await this.authorize(principal);
    if (request.cancelRollout) {
      await this.authorizer.authorize(
        principal,
        lifecycleRolloutManagePermission,
      );
    }
    return this.service.pause(principal, environment, request);
  }

  async resume(principal: Principal, environment: string) {
    await this.authorize(principal);
    return this.service.resume(principal, environment);
  }

  private authorize(principal: Principal): Promise<void> {
    return this.authorizer.authorize(
      principal,
      lifecycleEnvironmentPausePermission,
    );
  }
}
