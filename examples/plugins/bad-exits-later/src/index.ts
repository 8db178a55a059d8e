import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';

/** Broken on purpose: serves, and ends its process six seconds later. */
export default createBackendPlugin({
  pluginId: 'hello',
  register(env) {
    env.registerInit({
      deps: {
        httpRouter: coreServices.httpRouter,
      },
      async init({ httpRouter }) {
        const router = Router();
        router.get('/greeting', (_req, res) => {
          res.json({ message: 'Hello for six seconds' });
        });
        httpRouter.use(router);
        setTimeout(() => process.exit(7), 6_000);
      },
    });
  },
});
