import { useApi } from '@backstage/frontend-plugin-api';
import type {
  AdvisoryAcceptance,
  DependencyGraph,
} from '@sceneshift/backstage-plugin-resolver-common';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import semver from 'semver';
import { resolverApiRef } from '../api/ResolverApi';
import { resolverKeys } from './resolverKeys';

/** An advisory of an installed version. */
export interface InstalledAdvisory {
  advisoryId: string;
  severity: string;
  name: string;
  version: string;
  /** Present when someone decided to live with it. */
  acceptance?: AdvisoryAcceptance;
}

/** The advisories of what is installed, with what was decided about them; and what can be decided. */
export function useAdvisories(environment: string, { nodes }: DependencyGraph) {
  const resolver = useApi(resolverApiRef);
  const client = useQueryClient();
  const queryKey = resolverKeys.acceptances(environment);
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => resolver.listAcceptances(environment, signal),
  });
  // Also after a failure: of several decisions, the first may have been made.
  const onSettled = () => client.invalidateQueries({ queryKey });
  const accept = useMutation({
    mutationFn: async (decision: {
      advisories: InstalledAdvisory[];
      reason: string;
      expiresAt: string;
    }) => {
      const { advisories, reason, expiresAt } = decision;
      for (const { advisoryId, name } of advisories) {
        await resolver.acceptAdvisory({
          ...{ advisoryId, packageName: name, environment },
          ...{ reason, expiresAt },
        });
      }
    },
    onSettled,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => resolver.revokeAcceptance(id),
    onSettled,
  });
  const active = (data?.items ?? []).filter(({ state }) => state === 'active');
  const advisories = nodes.flatMap(({ name, version, advisories: own = [] }) =>
    own.map(({ id, severity }) => ({
      ...{ advisoryId: id, severity, name, version },
      acceptance: active.find(
        item =>
          item.advisoryId === id &&
          item.packageName === name &&
          semver.satisfies(version, item.range, { includePrerelease: true }),
      ),
    })),
  );
  return { advisories, accept, revoke };
}
