import { createBackend } from '@backstage/backend-defaults';
import { developmentCredentials } from '@sceneshift/backstage-platform-node';
import { hostedPluginsRootHttpRouterFactory } from '@sceneshift/backstage-plugin-lifecycle-node';

// Backstage logs what nobody catches. Where the log itself cannot be written (its reader has ended, a disk is full) that goes on for ever.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', () => undefined);
}

const backend = createBackend();

// Sceneshift: publish, verify and find; say what goes together; plan and roll out
backend.add(hostedPluginsRootHttpRouterFactory);
backend.add(import('@sceneshift/backstage-plugin-registry-backend'));
backend.add(import('@sceneshift/backstage-plugin-resolver-backend'));
backend.add(import('@sceneshift/backstage-plugin-lifecycle-backend'));

// Key files for scripts, the supervisor and the pack worker; does nothing unless it is configured
backend.add(developmentCredentials);

// The portal
backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-proxy-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

// Sign-in: guest in development, GitHub and OIDC when configured
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-auth-backend-module-github-provider'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));

// Permissions: roles per organization from configuration
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@sceneshift/backstage-plugin-permission-backend-module-sceneshift'),
);

// Catalog, templates and documentation
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(import('@backstage/plugin-techdocs-backend'));

// Search
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));

// Events, notifications and signals
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));

// Backstage logs the failure and leaves a process that never gets ready: end it, so that whoever runs it starts it again.
backend.start().catch(() => process.exit(1));
