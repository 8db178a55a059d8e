import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';

/** Broken on purpose: demands configuration that its schema does not require. */
export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
      },
      async init({ config }) {
        config.getString('hello.apiUrl');
      },
    });
  },
});
