import { createBackendPlugin } from '@backstage/backend-plugin-api';

/** Broken on purpose: never finishes init. */
export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {},
      async init() {
        await new Promise(() => setInterval(() => {}, 60_000));
      },
    });
  },
});
