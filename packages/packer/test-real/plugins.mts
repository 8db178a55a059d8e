/** A published plugin that packing is tried with. */
export interface RealPlugin {
  spec: string;
  /** Further arguments of `sceneshift pack`. */
  args?: string[];
  /** Whether anything but an artifact is a failure; others may say why they cannot be packed. */
  required: boolean;
  /** Largest artifact, in bytes. */
  maxSize?: number;
}

const MEBIBYTE = 1024 * 1024;
const radar = { required: true, maxSize: 15 * MEBIBYTE };

/** The family that the journey installs, upgrades and rolls back. */
export const journey: RealPlugin[] = [
  { spec: '@backstage-community/plugin-tech-radar@1.13.0', ...radar },
  { spec: '@backstage-community/plugin-tech-radar@1.14.0', ...radar },
  { spec: '@backstage-community/plugin-tech-radar-backend@1.12.0', ...radar },
  {
    spec: '@backstage-community/plugin-tech-radar-backend@1.21.0',
    args: [
      '--override',
      '@backstage-community/plugin-tech-radar-common=1.13.0',
    ],
    ...radar,
  },
];

/** Other plugins of the community: old and new frontend system, with and without a database. */
export const community: RealPlugin[] = [
  { spec: '@backstage-community/plugin-todo-backend@0.25.0', required: false },
  { spec: '@roadiehq/backstage-plugin-argo-cd@2.12.5', required: false },
  { spec: '@backstage-community/plugin-tekton@3.39.0', required: false },
  {
    spec: '@backstage-community/plugin-quay@1.24.0',
    args: ['--recipe', 'examples/recipes/quay.yaml'],
    required: false,
  },
  {
    spec: '@backstage-community/plugin-announcements-backend@0.29.0',
    required: false,
  },
  {
    spec: '@backstage-community/plugin-feedback-backend@2.2.3',
    required: false,
  },
];

/** How many of the community's plugins must pack. */
export const COMMUNITY_MINIMUM = 4;
