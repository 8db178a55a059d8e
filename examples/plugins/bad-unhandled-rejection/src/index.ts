import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';

/** Broken on purpose: rejects a promise that nobody awaits. */
export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {
        logger: coreServices.logger,
      },
      async init({ logger }) {
        setInterval(() => {
          Promise.reject(new Error('hello: nobody awaits this'));
        }, 1_000);
        logger.info('hello: rejecting once a second');
      },
    });
  },
});
