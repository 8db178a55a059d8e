import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';

/** Broken on purpose: allocates objects without end when asked. */
export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {
        httpRouter: coreServices.httpRouter,
      },
      async init({ httpRouter }) {
        const kept: unknown[] = [];
        const router = Router();
        router.get('/allocate', (_req, res) => {
          setInterval(() => {
            kept.push(Array.from({ length: 100_000 }, (_, i) => ({ i })));
          }, 10);
          res.status(202).end();
        });
        httpRouter.use(router);
        httpRouter.addAuthPolicy({
          path: '/allocate',
          allow: 'unauthenticated',
        });
      },
    });
  },
});
