import { ApiBlueprint, fetchApiRef } from '@backstage/frontend-plugin-api';
import { resolverApiRef } from '../api/ResolverApi';
import { ResolverClient } from '../api/ResolverClient';

export const resolverApi = ApiBlueprint.make({
  params: define =>
    define({
      api: resolverApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new ResolverClient({ fetchApi }),
    }),
});
