import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';

/** Broken on purpose: has a migration that fails. */
export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {
        database: coreServices.database,
      },
      async init({ database }) {
        const knex = await database.getClient();
        await knex.migrate.latest({
          directory: resolvePackagePath(
            '@demo/plugin-hello-backend',
            'migrations',
          ),
        });
      },
    });
  },
});
