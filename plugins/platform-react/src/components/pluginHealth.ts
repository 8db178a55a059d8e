import type { InstalledPlugin } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { StatusWords } from './StatusBadge';

const HEALTH: Record<InstalledPlugin['health'], StatusWords> = {
  serving: { label: 'Serving', tone: 'success' },
  starting: { label: 'Starting', tone: 'progress' },
  failed: { label: 'Failed', tone: 'danger' },
  unavailable: { label: 'Unavailable', tone: 'warning' },
  disabled: { label: 'Disabled', tone: 'neutral' },
  'frontend-only': { label: 'Frontend only', tone: 'success' },
};

/**
 * How the health of an installed plugin is called and coloured.
 *
 * @public
 */
export function describePluginHealth(
  health: InstalledPlugin['health'],
): StatusWords {
  return HEALTH[health];
}
