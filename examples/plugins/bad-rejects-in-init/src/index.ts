import { createBackendPlugin } from '@backstage/backend-plugin-api';

export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {},
      async init() {
        throw new Error('hello: the greeting service is not reachable');
      },
    });
  },
});
