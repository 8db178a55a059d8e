import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';

export default createBackendPlugin({
  pluginId: '${{ values.pluginId }}',
  register(env) {
    env.registerInit({
      deps: { http: coreServices.httpRouter },
      async init({ http }) {
        const router = Router();
        router.get('/', (_req, res) => {
          res.json({ plugin: '${{ values.pluginId }}' });
        });
        http.use(router);
      },
    });
  },
});
