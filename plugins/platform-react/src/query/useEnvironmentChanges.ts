import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  environmentSignalChannel,
  type EnvironmentSignal,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { lifecycleKeys } from './lifecycleKeys';

/**
 * Reads again what is shown of an environment whenever the control plane says that it changed.
 * Polling stays in place beside it: a signal may be lost.
 *
 * @public
 */
export function useEnvironmentChanges(environment: string | undefined): void {
  const apis = useApiHolder();
  const queries = useQueryClient();
  useEffect(() => {
    const signals = apis.get(signalApiRef);
    if (!signals || !environment) return undefined;
    const subscription = signals.subscribe<EnvironmentSignal>(
      environmentSignalChannel(environment),
      () => queries.invalidateQueries({ queryKey: lifecycleKeys.all }),
    );
    return () => subscription.unsubscribe();
  }, [apis, environment, queries]);
}
