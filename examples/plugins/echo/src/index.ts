import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';

/**
 * `GET /ping` answers at once, `POST /echo` streams the body back, `GET /slow?ms=…` takes its time. Nothing is stored and
 * nothing is secret, so no credentials are asked for.
 */
export default createBackendPlugin({
  pluginId: 'echo',
  register(env) {
    env.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        const router = Router();
        router.get('/ping', (_req, res) => {
          res.json({ plugin: 'echo', pid: process.pid });
        });
        router.post('/echo', (req, res) => {
          req.pipe(res);
        });
        router.get('/slow', (req, res) => {
          const delay = Math.min(Number(req.query.ms) || 0, 30_000);
          setTimeout(() => res.json({ waited: delay }), delay);
        });
        httpRouter.use(router);
        httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
      },
    });
  },
});
