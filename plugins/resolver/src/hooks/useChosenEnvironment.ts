import {
  currentEnvironment,
  useEnvironmentChanges,
  useEnvironments,
} from '@sceneshift/backstage-platform-react';
import { useSearchParams } from 'react-router-dom';

/**
 * The environment that the address names, else the one that this portal serves. It stays in the address, so that what is shown can
 * be shared.
 */
export function useChosenEnvironment() {
  const [params, setParams] = useSearchParams();
  const query = useEnvironments();
  const wanted = params.get('environment');
  const environment = wanted
    ? query.data?.find(({ name }) => name === wanted)
    : currentEnvironment(query.data);
  useEnvironmentChanges(environment?.name);
  return {
    query,
    environment,
    environments: query.data ?? [],
    /** The address names an environment that is not there. */
    isMissing: Boolean(wanted) && query.isSuccess && !environment,
    choose: (name: string) =>
      setParams(previous => {
        const next = new URLSearchParams(previous);
        next.set('environment', name);
        next.delete('selected');
        return next;
      }),
  };
}
