import type { Config } from '@backstage/config';
import type { SignInProviderConfig } from '@backstage/core-components';
import { githubAuthApiRef } from '@backstage/frontend-plugin-api';
import { oidcAuthApiRef } from './oidcAuthApi';

/**
 * One button per provider that `auth.providers` configures. Without any, guests may try: the backend
 * decides whether they get in.
 */
export function signInProviders(
  config: Config,
): Array<'guest' | SignInProviderConfig> {
  const has = (provider: string) => config.has(`auth.providers.${provider}`);
  const providers: Array<'guest' | SignInProviderConfig> = [];
  if (has('github')) {
    providers.push({
      id: 'github-auth-provider',
      title: 'GitHub',
      message: 'Sign in with your GitHub account',
      apiRef: githubAuthApiRef,
    });
  }
  if (has('oidc')) {
    providers.push({
      id: 'oidc-auth-provider',
      title: 'OpenID Connect',
      message: 'Sign in with the account of your organization',
      apiRef: oidcAuthApiRef,
    });
  }
  return has('guest') || providers.length === 0
    ? [...providers, 'guest']
    : providers;
}
