import type { ResolverService } from '@sceneshift/backstage-plugin-resolver-node';

/** Has nothing against anything and chooses nothing: the planner's own choice stands. */
export const undecidedResolver: ResolverService = {
  resolve: async () => ({
    ok: true,
    solution: {},
    changes: [],
    optimal: true,
    warnings: [],
    steps: [],
    lock: { lockVersion: 1, snapshot: null, release: null, packages: {} },
    stats: { tries: 0, ms: 0 },
  }),
  impact: async (_organizationId, { remove }) => ({
    remove,
    breaks: [],
    weakens: [],
    summary: '',
  }),
};
