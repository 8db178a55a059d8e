import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  errorCatalogue,
  SceneshiftError,
  type ErrorCode,
  type ProblemDetails,
} from '@sceneshift/backstage-platform-common';
import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { EnvironmentState } from '@sceneshift/backstage-plugin-resolver-common';

/** What environments have. */
export interface Environments {
  /** @throws SceneshiftError `ENVIRONMENT_NOT_FOUND` */
  get(organizationId: string, name: string): Promise<EnvironmentState>;
}

const TIMEOUT_MS = 30_000;

/** Asks lifecycle over HTTP. */
export class HttpEnvironments implements Environments {
  constructor(
    private readonly deps: { auth: AuthService; discovery: DiscoveryService },
  ) {}

  async get(organizationId: string, name: string): Promise<EnvironmentState> {
    const response = await this.fetch(organizationId, name);
    if (!response.ok) throw await toError(response);
    const environment = (await response.json()) as Environment;
    const packages = environment.plugins.flatMap(plugin => plugin.packages);
    return {
      name,
      backstageRelease: environment.backstageRelease,
      installed: Object.fromEntries(
        packages.map(item => [item.name, item.version]),
      ),
    };
  }

  private async fetch(organizationId: string, name: string): Promise<Response> {
    const { auth, discovery } = this.deps;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'lifecycle',
    });
    const baseUrl = await discovery.getBaseUrl('lifecycle');
    return fetch(`${baseUrl}/v1/environments/${encodeURIComponent(name)}`, {
      headers: {
        authorization: `Bearer ${token}`,
        'x-sceneshift-organization': organizationId,
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(error => {
      throw unavailable(error);
    });
  }
}

async function toError(response: Response): Promise<SceneshiftError> {
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('problem+json')) {
    return unavailable(new Error(`HTTP ${response.status}`));
  }
  const { code, detail } = (await response.json()) as ProblemDetails;
  if (!(code in errorCatalogue)) return unavailable(new Error(detail));
  return new SceneshiftError(code as ErrorCode, detail);
}

function unavailable(cause: unknown): SceneshiftError {
  return new SceneshiftError(
    'UNAVAILABLE',
    `Lifecycle does not tell what the environment has: ${
      (cause as Error).message
    }`,
    { cause },
  );
}
