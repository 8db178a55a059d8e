import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';

/** Broken on purpose: serves, and from its sixth second on rejects promises that nobody awaits. */
export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {
        logger: coreServices.logger,
      },
      async init({ logger }) {
        const reject = () => {
          Promise.reject(new Error('hello: nobody awaits this'));
          setTimeout(reject, 1_000);
        };
        setTimeout(reject, 6_000);
        logger.info('hello: rejecting once a second, in six seconds');
      },
    });
  },
});
