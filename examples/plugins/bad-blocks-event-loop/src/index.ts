import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';

/** Broken on purpose: serves, and blocks its event loop when asked. */
export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {
        httpRouter: coreServices.httpRouter,
      },
      async init({ httpRouter }) {
        const router = Router();
        router.get('/block', () => {
          // The call keeps bundlers from taking an empty loop away.
          for (;;) process.uptime();
        });
        httpRouter.use(router);
        httpRouter.addAuthPolicy({ path: '/block', allow: 'unauthenticated' });
      },
    });
  },
});
