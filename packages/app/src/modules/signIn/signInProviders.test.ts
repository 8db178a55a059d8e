import { ConfigReader } from '@backstage/core-app-api';
import { signInProviders } from './signInProviders';

const titles = (providers: object) =>
  signInProviders(new ConfigReader({ auth: { providers } } as never)).map(
    provider => (provider === 'guest' ? 'guest' : provider.title),
  );

describe('signInProviders', () => {
  it.each<[object, string[]]>([
    [{}, ['guest']],
    [{ guest: {} }, ['guest']],
    [{ github: {} }, ['GitHub']],
    [{ github: {}, oidc: {} }, ['GitHub', 'OpenID Connect']],
    [{ github: {}, guest: {} }, ['GitHub', 'guest']],
  ])('%j offers %j', (providers, expected) => {
    expect(titles(providers)).toEqual(expected);
  });
});
