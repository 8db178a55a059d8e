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

/** Headers and body of an answer; a stalled room must not stall its callers. */
const TIMEOUT_MS = 30_000;

/** A question to another room. @public */
export interface RoomRequest {
  organizationId: string;
  /** Below `/v1`, as {@link routeOf} writes it. */
  route: string;
  /** Sent as JSON with POST; without one it is a GET. */
  body?: unknown;
  /** Default: 30 seconds. */
  timeoutMs?: number;
  /** Statuses of refusals that are answers all the same, with a shape of their own. */
  answersWith?: number[];
}

/**
 * Asks another room over HTTP, as the plugin that it was made for. What the room refuses is thrown with its code; any other
 * failure means that it is not there: `UNAVAILABLE`.
 *
 * @public
 */
export class RoomClient {
  constructor(
    private readonly deps: {
      auth: AuthService;
      discovery: DiscoveryService;
      pluginId: string;
    },
  ) {}

  async json<T>(request: RoomRequest): Promise<T> {
    const response = await this.fetch(request);
    return (await response.json()) as T;
  }

  async fetch(request: RoomRequest): Promise<Response> {
    const response = await this.send(request);
    if (isProblem(response)) throw await this.refusal(response);
    const { answersWith = [] } = request;
    if (response.ok || answersWith.includes(response.status)) return response;
    throw this.unavailable(new Error(`HTTP ${response.status}`));
  }

  private async send(request: RoomRequest): Promise<Response> {
    const { auth, discovery, pluginId } = this.deps;
    const { organizationId, route, body, timeoutMs = TIMEOUT_MS } = request;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: pluginId,
    });
    const baseUrl = await discovery.getBaseUrl(pluginId);
    const headers = {
      authorization: `Bearer ${token}`,
      'x-sceneshift-organization': organizationId,
    };
    return fetch(`${baseUrl}/v1${route}`, {
      ...(body === undefined ? { headers } : asJson(headers, body)),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(error => {
      throw this.unavailable(error);
    });
  }

  private async refusal(response: Response): Promise<SceneshiftError> {
    const { code, detail } = (await response.json()) as ProblemDetails;
    return code in errorCatalogue
      ? new SceneshiftError(code as ErrorCode, detail)
      : this.unavailable(new Error(detail));
  }

  private unavailable(cause: Error): SceneshiftError {
    return new SceneshiftError(
      'UNAVAILABLE',
      `The ${this.deps.pluginId} plugin does not answer: ${cause.message}`,
      { cause },
    );
  }
}

/** A route whose values are encoded. @public */
export function routeOf(
  parts: TemplateStringsArray,
  ...values: string[]
): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}

function isProblem({ headers }: Response): boolean {
  return headers.get('content-type')?.includes('problem+json') ?? false;
}

function asJson(headers: Record<string, string>, body: unknown) {
  return {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
