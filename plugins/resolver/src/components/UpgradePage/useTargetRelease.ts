import { useApi } from '@backstage/frontend-plugin-api';
import type { Environment } from '@sceneshift/backstage-plugin-lifecycle-common';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router-dom';
import semver from 'semver';
import { resolverApiRef } from '../../api/ResolverApi';
import { resolverKeys } from '../../hooks/resolverKeys';

/** The release that the address names, else the newest one above the present. */
export function useTargetRelease({
  backstageRelease: present,
}: Pick<Environment, 'backstageRelease'>) {
  const resolver = useApi(resolverApiRef);
  const [params, setParams] = useSearchParams();
  const query = useQuery({
    queryKey: resolverKeys.releases,
    queryFn: ({ signal }) => resolver.listReleases(signal),
  });
  const releases = query.data ?? [];
  const newest = releases.find(release => semver.gt(release, present));
  return {
    query,
    releases,
    target: params.get('to') ?? newest,
    choose: (release: string) =>
      setParams(previous => {
        const next = new URLSearchParams(previous);
        next.set('to', release);
        return next;
      }),
  };
}
