import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';
import { createWhoami } from './whoami';

/**
 * `GET /ping` answers at once, `POST /echo` streams the body back, `GET /slow?ms=…` takes its time. Nothing is stored and
 * nothing is secret, so these ask for no credentials. `GET /whoami` tells what this plugin can reach for the caller.
 */
export default createBackendPlugin({
  pluginId: 'echo',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        permissions: coreServices.permissions,
        userInfo: coreServices.userInfo,
      },
      async init({ httpRouter, ...services }) {
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
        router.get('/whoami', createWhoami(services));
        httpRouter.use(router);
        for (const path of ['/ping', '/echo', '/slow'])
          httpRouter.addAuthPolicy({ path, allow: 'unauthenticated' });
      },
    });
  },
});
