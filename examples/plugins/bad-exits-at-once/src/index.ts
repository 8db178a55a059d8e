import { createBackendPlugin } from '@backstage/backend-plugin-api';

/** Broken on purpose: ends its process in init. */
export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {},
      async init() {
        process.exit(7);
      },
    });
  },
});
