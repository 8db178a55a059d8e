import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { Organizations } from '@sceneshift/backstage-platform-node';
import { OrganizationRolesPolicy } from './OrganizationRolesPolicy';

/** Sets the policy of organizations and roles. @public */
export const permissionModuleSceneshift = createBackendModule({
  pluginId: 'permission',
  moduleId: 'sceneshift',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
      },
      async init({ config, policy }) {
        policy.setPolicy(
          new OrganizationRolesPolicy(Organizations.fromConfig(config)),
        );
      },
    });
  },
});
