import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
  HttpAuthService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { createPermission } from '@backstage/plugin-permission-common';
import type { RequestHandler } from 'express';

interface Services {
  auth: AuthService;
  discovery: DiscoveryService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  userInfo: UserInfoService;
}

const catalogCreate = createPermission({
  name: 'catalog.entity.create',
  attributes: { action: 'create' },
});

/** Answers who calls, and what the catalog and the permission framework say to this plugin and to its caller. */
export function createWhoami(services: Services): RequestHandler {
  const { auth, httpAuth, permissions, userInfo } = services;
  return async (req, res) => {
    const caller = await httpAuth.credentials(req, { allow: ['user'] });
    const [decision] = await permissions.authorize(
      [{ permission: catalogCreate }],
      { credentials: caller },
    );
    res.json({
      user: caller.principal.userEntityRef,
      ownership: (await userInfo.getUserInfo(caller)).ownershipEntityRefs,
      permission: decision?.result,
      catalogOnBehalfOfTheUser: await askCatalog(services, caller),
      catalogAsThisPlugin: await askCatalog(
        services,
        await auth.getOwnServiceCredentials(),
      ),
    });
  };
}

async function askCatalog(
  { auth, discovery }: Services,
  onBehalfOf: BackstageCredentials,
): Promise<number> {
  const { token } = await auth.getPluginRequestToken({
    onBehalfOf,
    targetPluginId: 'catalog',
  });
  const baseUrl = await discovery.getBaseUrl('catalog');
  const { status } = await fetch(`${baseUrl}/entities?limit=1`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return status;
}
