import type { RootHealthService } from '@backstage/backend-plugin-api';
import { Router } from 'express';
import type { HostedPluginsService } from './hostedPlugins/types';

/** The table is read every two seconds: one as old as this means that the database does not answer. */
const STALE_MS = 60_000;

interface HealthSummary {
  status: 'ok' | 'degraded' | 'unavailable';
  /** Hosted plugins of the portal's environment that ought to serve, and those that do. */
  plugins?: { expected: number; serving: number };
}

/**
 * `GET /healthcheck`: how the portal is, in a few words that anybody may read. 503 where it takes no requests; a plugin that does not
 * serve is no reason to take the portal away from all others.
 *
 * @public
 */
export function createHealthcheckRouter(deps: {
  health: RootHealthService;
  hostedPlugins: HostedPluginsService;
}): Router {
  const router = Router();
  router.get('/healthcheck', (_request, response, next) => {
    deps.health
      .getReadiness()
      .then(({ status }) => {
        const summary =
          status === 200
            ? summarize(deps.hostedPlugins)
            : { status: 'unavailable' };
        response.status(status).set('Cache-Control', 'no-store').json(summary);
      })
      .catch(next);
  });
  return router;
}

function summarize(hostedPlugins: HostedPluginsService): HealthSummary {
  const snapshot = hostedPlugins.snapshot();
  // Without the table nobody knows where plugins are, and their requests are held.
  if (!snapshot) return { status: 'degraded' };
  const { plugins = {} } =
    snapshot.environments[snapshot.currentEnvironment] ?? {};
  const expected = Object.values(plugins).filter(({ health }) => health);
  const serving = expected.filter(({ health }) => health === 'serving');
  const isWell =
    serving.length === expected.length && hostedPlugins.ageMs() < STALE_MS;
  return {
    status: isWell ? 'ok' : 'degraded',
    plugins: { expected: expected.length, serving: serving.length },
  };
}
