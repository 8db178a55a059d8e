import type { StatusWords } from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  Generation,
} from '@sceneshift/backstage-plugin-lifecycle-common';

const GENERATION: Record<Generation['state'], StatusWords> = {
  proposed: { label: 'Proposed', tone: 'progress' },
  serving: { label: 'Serving', tone: 'success' },
  superseded: { label: 'Earlier', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'danger' },
};

/** How the state of a generation is called and coloured. */
export function describeGeneration(state: Generation['state']): StatusWords {
  return GENERATION[state];
}

/** The one word for a whole environment: its worst news. */
export function summarizeHealth(environment: Environment): StatusWords {
  if (environment.activeRolloutId) {
    return { label: 'Rolling out', tone: 'progress' };
  }
  if (environment.paused) return { label: 'Paused', tone: 'warning' };
  if (!environment.replicas.some(replica => replica.alive)) {
    return { label: 'No replica', tone: 'danger' };
  }
  const bad = environment.plugins.filter(plugin =>
    ['failed', 'unavailable'].includes(plugin.health),
  ).length;
  if (bad > 0) return { label: `${bad} not healthy`, tone: 'warning' };
  return { label: 'Healthy', tone: 'success' };
}
