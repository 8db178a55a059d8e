import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';

/** Broken on purpose: writes log lines without end. */
export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {
        logger: coreServices.logger,
      },
      async init({ logger }) {
        let line = 0;
        const flood = () => {
          for (let i = 0; i < 1_000; i++) logger.info(`hello: line ${line++}`);
          setImmediate(flood);
        };
        flood();
      },
    });
  },
});
