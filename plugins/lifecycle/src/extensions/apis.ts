import { ApiBlueprint, fetchApiRef } from '@backstage/frontend-plugin-api';
import {
  LifecycleClient,
  lifecycleApiRef,
} from '@sceneshift/backstage-platform-react';

export const lifecycleApi = ApiBlueprint.make({
  params: define =>
    define({
      api: lifecycleApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new LifecycleClient({ fetchApi }),
    }),
});
