import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  HttpAuthService,
  RootInstanceMetadataService,
  UserInfoService,
  AuthService,
} from '@backstage/backend-plugin-api';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Request } from 'express';
import { looksLikeApiKey } from '../apiKeys/keyFormat';
import type { ApiKeysService } from '../apiKeys/types';
import type { Organizations } from '../organizations/Organizations';
import type { Principal, PrincipalsService } from './types';

/** Names the organization of a request whose credential leaves it open. @public */
export const ORGANIZATION_HEADER = 'x-sceneshift-organization';

/** The plugins of the control plane that may act for any organization with their own service token. @public */
export const ROOM_PLUGIN_IDS: readonly string[] = [
  'registry',
  'lifecycle',
  'resolver',
  'workflows',
];

/** Tells users, API keys, rooms and hosted plugins apart. */
export class DefaultPrincipalsService implements PrincipalsService {
  constructor(
    private readonly deps: {
      auth: AuthService;
      httpAuth: HttpAuthService;
      userInfo: UserInfoService;
      instance: RootInstanceMetadataService;
      apiKeys: ApiKeysService;
      organizations: Organizations;
    },
  ) {}

  async fromRequest(request: Request): Promise<Principal> {
    const token = bearerToken(request);
    if (token && looksLikeApiKey(token)) return this.fromKey(token, request);
    const credentials = await this.credentialsOf(request);
    const { auth } = this.deps;
    if (auth.isPrincipal(credentials, 'user')) {
      return this.fromUser(credentials, request);
    }
    if (auth.isPrincipal(credentials, 'service')) {
      return this.fromService(credentials, request);
    }
    throw unauthenticated();
  }

  private async credentialsOf(request: Request): Promise<BackstageCredentials> {
    try {
      return await this.deps.httpAuth.credentials(request);
    } catch (error) {
      throw unauthenticated(error);
    }
  }

  private async fromKey(key: string, request: Request): Promise<Principal> {
    const apiKey = await this.deps.apiKeys.verify(key, {
      address: request.ip,
    });
    const { id, name, scopes, organizationId } = apiKey;
    const wanted = request.get(ORGANIZATION_HEADER);
    if (wanted && wanted !== organizationId) throw notAMember(wanted);
    return { kind: 'api-key', organizationId, keyId: id, name, scopes };
  }

  private async fromUser(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
    request: Request,
  ): Promise<Principal> {
    const { userEntityRef, actor } = credentials.principal;
    const info = await this.deps.userInfo.getUserInfo(credentials);
    return {
      kind: 'user',
      organizationId: this.chooseOrganization(
        [userEntityRef, ...info.ownershipEntityRefs],
        request.get(ORGANIZATION_HEADER),
      ),
      userEntityRef,
      credentials,
      actingPluginId: await this.hostedActor(actor),
    };
  }

  private chooseOrganization(refs: string[], wanted?: string): string {
    const [first, ...others] = this.deps.organizations.memberships(refs);
    if (!first) {
      throw new SceneshiftError(
        'NO_ORGANIZATION',
        'You are a member of no organization: ask an operator to add you under sceneshift.organizations',
      );
    }
    if (wanted) {
      const match = [first, ...others].find(({ id }) => id === wanted);
      if (!match) throw notAMember(wanted);
      return match.id;
    }
    if (others.length === 0) return first.id;
    const ids = [first, ...others].map(({ id }) => id);
    throw organizationRequired(ids);
  }

  private fromService(
    credentials: BackstageCredentials<BackstageServicePrincipal>,
    request: Request,
  ): Principal {
    const pluginId = pluginOf(credentials.principal);
    const wanted = request.get(ORGANIZATION_HEADER);
    // Tokens from `backend.auth.externalAccess` are unrestricted for the framework: here they count for nothing.
    if (!pluginId) throw unauthenticated();
    if (!ROOM_PLUGIN_IDS.includes(pluginId)) {
      return this.fromHostedPlugin(pluginId, wanted);
    }
    if (!wanted) throw organizationRequired();
    if (!this.deps.organizations.get(wanted)) throw notAMember(wanted);
    return { kind: 'room', organizationId: wanted, pluginId, credentials };
  }

  private fromHostedPlugin(pluginId: string, wanted?: string): Principal {
    const { portal } = this.deps.organizations;
    if (!portal || (wanted && wanted !== portal)) {
      throw notAMember(wanted ?? 'this portal');
    }
    return { kind: 'hosted-plugin', organizationId: portal, pluginId };
  }

  /**
   * The plugin that acts for a user, unless it is part of this control plane, which runs no managed plugin.
   * Hosted plugins cannot pose as one: its ids are reserved, and tokens are verified with the id's own keys.
   */
  private async hostedActor(
    actor: BackstageServicePrincipal | undefined,
  ): Promise<string | undefined> {
    if (!actor) return undefined;
    const pluginId = pluginOf(actor) ?? actor.subject;
    if (ROOM_PLUGIN_IDS.includes(pluginId)) return undefined;
    const own = await this.deps.instance.getInstalledPlugins();
    return own.some(plugin => plugin.pluginId === pluginId)
      ? undefined
      : pluginId;
  }
}

function bearerToken(request: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
}

function pluginOf(principal: BackstageServicePrincipal): string | undefined {
  return /^plugin:(.+)$/.exec(principal.subject)?.[1];
}

function unauthenticated(cause?: unknown): SceneshiftError {
  return new SceneshiftError(
    'UNAUTHENTICATED',
    'Send an API key or a Backstage token as `Authorization: Bearer …`',
    { cause },
  );
}

function notAMember(organization: string): SceneshiftError {
  return new SceneshiftError(
    'ORGANIZATION_FORBIDDEN',
    `The credential does not belong to the organization '${organization}'`,
  );
}

function organizationRequired(ids?: string[]): SceneshiftError {
  const choice = ids ? ` to one of ${ids.join(', ')}` : '';
  return new SceneshiftError(
    'ORGANIZATION_REQUIRED',
    `Set the header X-Sceneshift-Organization${choice}`,
  );
}
