import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { createRouter } from './router';

/** Greets whoever asks, and counts the greetings in its own database. */
export const helloPlugin = createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
      },
      async init({ config, database, httpAuth, httpRouter, logger }) {
        const knex = await database.getClient();
        await knex.migrate.latest({
          directory: resolvePackagePath(
            '@demo/plugin-hello-backend',
            'migrations',
          ),
        });
        const salutation =
          config.getOptionalString('hello.salutation') ?? 'Hello';
        httpRouter.use(createRouter({ knex, httpAuth, salutation }));
        logger.info('Ready to greet');
      },
    });
  },
});
