import { createBackendPlugin } from '@backstage/backend-plugin-api';

if (process.pid > 0) {
  throw new Error('hello: this module cannot be loaded');
}

/** Broken on purpose: throws while it is loaded. */
export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {},
      async init() {
        // Never reached.
      },
    });
  },
});
