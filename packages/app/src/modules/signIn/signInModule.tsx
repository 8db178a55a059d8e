import {
  configApiRef,
  createFrontendModule,
  useApi,
} from '@backstage/frontend-plugin-api';
import {
  SignInPageBlueprint,
  type SignInPageProps,
} from '@backstage/plugin-app-react';
import { oidcAuthApi } from './oidcAuthApi';
import { signInProviders } from './signInProviders';

const signInPage = SignInPageBlueprint.make({
  params: {
    loader: async () => {
      const { SignInPage } = await import('@backstage/core-components');
      return function PortalSignInPage(props: SignInPageProps) {
        const config = useApi(configApiRef);
        const providers = signInProviders(config);
        return (
          <SignInPage
            {...props}
            title={config.getOptionalString('app.title') ?? 'Sceneshift'}
            align="center"
            providers={providers}
          />
        );
      };
    },
  },
});

export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage, oidcAuthApi],
});
