import { ApiBlueprint, fetchApiRef } from '@backstage/frontend-plugin-api';
import { registryApiRef } from '../api/registryApiRef';
import { RegistryClient } from '../api/RegistryClient';

export const registryApi = ApiBlueprint.make({
  params: define =>
    define({
      api: registryApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new RegistryClient({ fetchApi }),
    }),
});
