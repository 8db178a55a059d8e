import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { apiKeysServiceRef } from '../apiKeys/apiKeysServiceRef';
import { Organizations } from '../organizations/Organizations';
import { DevelopmentCredentials } from './DevelopmentCredentials';

/**
 * Writes API keys for local use to `sceneshift.development.credentialsDirectory`: `dev-api-key` (admin of the first
 * organization), `host-key` (supervisor of `development`) and `pack-key` (pack worker). Does nothing without that
 * setting, and refuses to start with it outside `NODE_ENV=development`.
 *
 * @public
 */
export const developmentCredentials = createBackendPlugin({
  pluginId: 'development-credentials',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        apiKeys: apiKeysServiceRef,
      },
      async init({ config, logger, apiKeys }) {
        const directory = config.getOptionalString(
          'sceneshift.development.credentialsDirectory',
        );
        if (!directory) return;
        assertDevelopment(process.env.NODE_ENV);
        const [organization] = Organizations.fromConfig(config).list();
        if (!organization) {
          throw new Error(
            'Missing sceneshift.organizations: name at least one',
          );
        }
        await new DevelopmentCredentials({
          directory,
          organizationId: organization.id,
          apiKeys,
          logger,
        }).ensure();
      },
    });
  },
});

function assertDevelopment(mode: string | undefined): void {
  if (mode === 'development') return;
  throw new Error(
    'sceneshift.development.credentialsDirectory writes admin keys to disk: remove it, or set NODE_ENV=development',
  );
}
