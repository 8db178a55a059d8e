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
} from '@sceneshift/backstage-platform-common';
import type {
  Page,
  Plugin,
  PluginSummary,
  VersionDetails,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryService } from './RegistryService';

/** Metadata answers within this time or not at all; artifact streams have no limit of their own. */
const METADATA_TIMEOUT_MS = 15_000;

/**
 * The registry over its REST API, with the service token of the plugin that asks: it works the same whether the registry runs in
 * this process or in another one.
 */
export class HttpRegistryService implements RegistryService {
  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }): HttpRegistryService {
    return new HttpRegistryService(options.auth, options.discovery);
  }

  private constructor(
    private readonly auth: AuthService,
    private readonly discovery: DiscoveryService,
  ) {}

  async listPlugins(
    organizationId: string,
    options: { limit?: number; cursor?: string } = {},
  ): Promise<Page<PluginSummary>> {
    const query = new URLSearchParams();
    if (options.limit) query.set('limit', String(options.limit));
    if (options.cursor) query.set('cursor', options.cursor);
    return this.#json(organizationId, `plugins?${query}`);
  }

  async getPlugin(organizationId: string, pluginId: string): Promise<Plugin> {
    return this.#json(
      organizationId,
      `plugins/${encodeURIComponent(pluginId)}`,
    );
  }

  async getVersion(
    organizationId: string,
    name: string,
    version: string,
  ): Promise<VersionDetails> {
    return this.#json(organizationId, versionPath(name, version));
  }

  async openArtifact(
    organizationId: string,
    name: string,
    version: string,
    digest: Digest,
  ): Promise<Readable> {
    const path = `${versionPath(name, version)}/artifacts/${digest}`;
    const response = await this.#get(organizationId, path);
    return Readable.fromWeb(response.body as ReadableStream);
  }

  async getArtifactManifest(
    organizationId: string,
    name: string,
    version: string,
    digest: Digest,
  ): Promise<ArtifactManifest> {
    const path = `${versionPath(name, version)}/artifacts/${digest}/manifest`;
    return this.#json(organizationId, path);
  }

  async getBaseline(
    organizationId: string,
    release: string,
  ): Promise<Baseline> {
    return this.#json(
      organizationId,
      `baselines/${encodeURIComponent(release)}`,
    );
  }

  async #json<T>(organizationId: string, path: string): Promise<T> {
    const signal = AbortSignal.timeout(METADATA_TIMEOUT_MS);
    const response = await this.#get(organizationId, path, signal);
    return (await response.json()) as T;
  }

  async #get(
    organizationId: string,
    path: string,
    signal?: AbortSignal,
  ): Promise<Response> {
    const { token } = await this.auth.getPluginRequestToken({
      onBehalfOf: await this.auth.getOwnServiceCredentials(),
      targetPluginId: 'registry',
    });
    const baseUrl = await this.discovery.getBaseUrl('registry');
    const response = await fetch(`${baseUrl}/v1/${path}`, {
      signal,
      headers: {
        authorization: `Bearer ${token}`,
        'x-sceneshift-organization': organizationId,
      },
    }).catch(cause => {
      throw new SceneshiftError(
        'UNAVAILABLE',
        `The registry does not answer at ${baseUrl}; try again`,
        { cause },
      );
    });
    if (!response.ok) throw await toError(response);
    return response;
  }
}

function versionPath(name: string, version: string): string {
  return `packages/${encodeURIComponent(name)}/versions/${encodeURIComponent(
    version,
  )}`;
}

/** The registry's own code and words where it sent them; anything else means that it could not answer. */
async function toError(response: Response): Promise<SceneshiftError> {
  const text = await response.text();
  const problem = parseProblem(text);
  if (problem && problem.code in errorCatalogue)
    return new SceneshiftError(problem.code as ErrorCode, problem.detail);
  return new SceneshiftError(
    'UNAVAILABLE',
    `The registry answered ${response.status}; try again`,
    { cause: new Error(text.slice(0, 500)) },
  );
}

function parseProblem(
  text: string,
): { code: string; detail: string } | undefined {
  try {
    const { code, detail } = JSON.parse(text);
    return typeof code === 'string'
      ? { code, detail: String(detail) }
      : undefined;
  } catch {
    // Not JSON: an answer of something in between, which the caller reports by its status.
    return undefined;
  }
}
