import { createBackendPlugin } from '@backstage/backend-plugin-api';

/** Broken on purpose: rejects in init. */
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
