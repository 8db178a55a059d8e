import type {
  Environment,
  PauseRequest,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Principal } from '@sceneshift/backstage-platform-node';

/** Pausing and resuming environments. */
export interface PausesService {
  pause(
    principal: Principal,
    environment: string,
    request: PauseRequest,
  ): Promise<Environment>;
  resume(principal: Principal, environment: string): Promise<Environment>;
}
