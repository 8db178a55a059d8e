import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import express from 'express';

/** Lifecycle's front door, with two environments behind it; nothing is installed in `production`. */
export function fakeLifecycle(installed: Record<string, string>) {
  return createBackendPlugin({
    pluginId: 'lifecycle',
    register(env) {
      env.registerInit({
        deps: { httpRouter: coreServices.httpRouter },
        async init({ httpRouter }) {
          const router = express.Router();
          router.get('/v1/environments/development', (_, response) => {
            const packages = Object.entries(installed).map(
              ([name, version]) => ({ name, version, role: 'backend-plugin' }),
            );
            response.json({
              name: 'development',
              backstageRelease: '1.54.0',
              plugins: [{ pluginId: 'all', enabled: true, packages }],
            });
          });
          router.get('/v1/environments/production', (_, response) => {
            const [name, backstageRelease] = ['production', '1.54.0'];
            response.json({ name, backstageRelease, plugins: [] });
          });
          router.use((_, response) => {
            response
              .status(404)
              .type('application/problem+json')
              .send({ code: 'ENVIRONMENT_NOT_FOUND', detail: 'No such one' });
          });
          httpRouter.use(router);
        },
      });
    },
  });
}
