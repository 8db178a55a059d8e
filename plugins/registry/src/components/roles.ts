import type { PackageRole } from '@sceneshift/backstage-platform-common';

const LABELS: Record<PackageRole, string> = {
  'frontend-plugin': 'Frontend',
  'frontend-plugin-module': 'Frontend module',
  'backend-plugin': 'Backend',
  'backend-plugin-module': 'Backend module',
  'common-library': 'Common',
  'node-library': 'Node',
  'web-library': 'Web',
};

/** What a role is called on the pages. */
export function roleLabel(role: PackageRole): string {
  return LABELS[role];
}

/** The roles that say something about a plugin: what it adds to the portal, each once. */
export function roleLabels(roles: PackageRole[]): string[] {
  return [...new Set(roles)]
    .filter(role => !role.endsWith('-library'))
    .map(roleLabel);
}
