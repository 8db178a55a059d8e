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
import type {
  ImpactRequest,
  RemovalImpact,
  ResolverAnswer,
  ResolveRequest,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { ResolverService } from './ResolverService';

/** Longer than the longest search that a request may ask for. */
const TIMEOUT_MS = 90_000;

/** Asks the resolver over HTTP, as the plugin that it was made for. */
export class HttpResolverService implements ResolverService {
  constructor(
    private readonly deps: { auth: AuthService; discovery: DiscoveryService },
  ) {}

  async resolve(
    organizationId: string,
    request: ResolveRequest,
  ): Promise<ResolverAnswer> {
    const response = await this.post(organizationId, '/resolve', request);
    const type = response.headers.get('content-type') ?? '';
    if (type.includes('problem+json')) throw await toError(response);
    // A request that is refused has an answer of its own, which names the field.
    if (!response.ok && response.status !== 400) throw unexpected(response);
    const answer = (await response.json()) as ResolverAnswer;
    if (!('error' in answer)) return answer;
    const { code, field, message } = answer.error;
    if (code === 'TIMEOUT') return answer;
    throw new SceneshiftError('INPUT_INVALID', `${field} ${message}`);
  }

  async impact(
    organizationId: string,
    request: ImpactRequest,
  ): Promise<RemovalImpact> {
    const response = await this.post(organizationId, '/impact', request);
    const type = response.headers.get('content-type') ?? '';
    if (type.includes('problem+json')) throw await toError(response);
    if (!response.ok) throw unexpected(response);
    return (await response.json()) as RemovalImpact;
  }

  private async post(
    organizationId: string,
    route: string,
    body: unknown,
  ): Promise<Response> {
    const { auth, discovery } = this.deps;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'resolver',
    });
    const baseUrl = await discovery.getBaseUrl('resolver');
    return fetch(`${baseUrl}/v1${route}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-sceneshift-organization': organizationId,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(error => {
      throw unavailable(error);
    });
  }
}

/** The resolver's own refusal, with its code. */
async function toError(response: Response): Promise<SceneshiftError> {
  const { code, detail } = (await response.json()) as ProblemDetails;
  if (!(code in errorCatalogue)) return unavailable(new Error(detail));
  return new SceneshiftError(code as ErrorCode, detail);
}

function unexpected(response: Response): SceneshiftError {
  return unavailable(new Error(`HTTP ${response.status}`));
}

function unavailable(cause: unknown): SceneshiftError {
  return new SceneshiftError(
    'UNAVAILABLE',
    `The resolver does not answer: ${(cause as Error).message}`,
    { cause },
  );
}
