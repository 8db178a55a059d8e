import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  errorCatalogue,
  SceneshiftError,
  type ArtifactManifest,
  type Baseline,
  type Digest,
  type ErrorCode,
  type ProblemDetails,
} from '@sceneshift/backstage-platform-common';
import type {
  BaselineSummary,
  FactsPage,
  PackageSummary,
  Page,
  Plugin,
  PluginSummary,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryService } from './RegistryService';

/** Headers and body of an answer; a stalled registry must not stall its callers. */
const TIMEOUT_MS = 30_000;
/** Artifacts are larger. */
const DOWNLOAD_TIMEOUT_MS = 300_000;

/** Asks the registry over HTTP, as the plugin that it was made for. */
export class HttpRegistryService implements RegistryService {
  constructor(
    private readonly deps: { auth: AuthService; discovery: DiscoveryService },
  ) {}

  listPlugins(
    organizationId: string,
    options: { limit?: number; cursor?: string } = {},
  ): Promise<Page<PluginSummary>> {
    const query = new URLSearchParams();
    if (options.limit !== undefined) query.set('limit', String(options.limit));
    if (options.cursor !== undefined) query.set('cursor', options.cursor);
    return this.getJson(organizationId, `/plugins?${query}`);
  }

  getPlugin(organizationId: string, pluginId: string): Promise<Plugin> {
    return this.getJson(organizationId, path`/plugins/${pluginId}`);
  }

  getPackage(organizationId: string, name: string): Promise<PackageSummary> {
    return this.getJson(organizationId, path`/packages/${name}`);
  }

  getVersion(
    organizationId: string,
    name: string,
    version: string,
  ): Promise<VersionDetails> {
    return this.getJson(
      organizationId,
      path`/packages/${name}/versions/${version}`,
    );
  }

  async openArtifact(
    organizationId: string,
    name: string,
    version: string,
    digest: Digest,
  ): Promise<Readable> {
    const { body } = await this.get(
      organizationId,
      path`/packages/${name}/versions/${version}/artifacts/${digest}`,
      DOWNLOAD_TIMEOUT_MS,
    );
    if (!body) {
      throw new SceneshiftError(
        'UNAVAILABLE',
        `The registry sent nothing for the artifact ${digest}`,
      );
    }
    return Readable.fromWeb(body as ReadableStream);
  }

  getArtifactManifest(
    organizationId: string,
    name: string,
    version: string,
    digest: Digest,
  ): Promise<ArtifactManifest> {
    return this.getJson(
      organizationId,
      path`/packages/${name}/versions/${version}/artifacts/${digest}/manifest`,
    );
  }

  listFacts(
    organizationId: string,
    options: { cursor?: string } = {},
  ): Promise<FactsPage> {
    const query = new URLSearchParams();
    if (options.cursor !== undefined) query.set('cursor', options.cursor);
    return this.getJson(organizationId, `/facts?${query}`);
  }

  listBaselines(organizationId: string): Promise<Page<BaselineSummary>> {
    return this.getJson(organizationId, '/baselines');
  }

  getBaseline(organizationId: string, release: string): Promise<Baseline> {
    return this.getJson(organizationId, path`/baselines/${release}`);
  }

  private async getJson<T>(organizationId: string, route: string): Promise<T> {
    const response = await this.get(organizationId, route, TIMEOUT_MS);
    return (await response.json()) as T;
  }

  private async get(
    organizationId: string,
    route: string,
    timeout: number,
  ): Promise<Response> {
    const { auth, discovery } = this.deps;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'registry',
    });
    const baseUrl = await discovery.getBaseUrl('registry');
    const response = await fetch(`${baseUrl}/v1${route}`, {
      headers: {
        authorization: `Bearer ${token}`,
        'x-sceneshift-organization': organizationId,
      },
      signal: AbortSignal.timeout(timeout),
    }).catch(error => {
      throw unavailable(error);
    });
    if (!response.ok) throw await toError(response);
    return response;
  }
}

/** A path whose values are encoded. */
function path(parts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}

/** The registry's own refusal, with its code; anything else means that it is not there. */
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
    `The registry does not answer: ${(cause as Error).message}`,
    { cause },
  );
}
